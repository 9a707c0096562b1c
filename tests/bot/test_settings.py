"""The environment: lists as people write them, and mistakes named before anything starts."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from bot.settings import PROJECT, Settings, SettingsMistake, read_settings, refuse_unready

CREDENTIALS = {"app_id": "a", "tenant_id": "t", "app_secret": "s"}


@pytest.fixture(autouse=True)
def nowhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Away from any `.env` of whoever runs the tests."""
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("written", ["a,b,c", "a;b;c", "a b c", " a, b ;c ,", "a\nb\tc", "a,b,c,a"])
def test_lists_are_read_as_people_write_them(monkeypatch: pytest.MonkeyPatch, written: str) -> None:
    for name in ("ALLOWED_TENANTS", "SERVICE_HOSTS", "ADMINS"):
        monkeypatch.setenv(f"PERMANENCE_{name}", written)
    settings = read_settings()
    assert settings.allowed_tenants == settings.service_hosts == settings.admins == {"a", "b", "c"}


def test_an_empty_list_names_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PERMANENCE_ADMINS", "")
    assert read_settings().admins == frozenset()


def test_settings_are_also_read_from_a_file_beside(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PERMANENCE_APP_ID=from-file\nOTHER=1\n", encoding="utf-8")
    assert read_settings().app_id == "from-file"


def test_our_own_tenant_is_served_beside_those_we_were_told_of() -> None:
    settings = Settings(tenant_id="ours", allowed_tenants=frozenset({"theirs"}), _env_file=None)
    assert settings.tenants == {"ours", "theirs"}
    assert Settings(_env_file=None).tenants == frozenset()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SENDS_PER_SECOND", "many"),
        ("SENDS_PER_SECOND", "0"),
        ("SENDS_PER_SECOND", "-1"),
        ("MANAGED_IDENTITY", "perhaps"),
        ("DATABASE_URL", "permanence.db"),
        ("DATABASE_URL", "mysql://localhost/permanence"),
        ("DATABASE_URL", ""),
    ],
)
def test_a_value_that_cannot_work_is_named(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"PERMANENCE_{name}", value)
    with pytest.raises(SettingsMistake, match=f"PERMANENCE_{name}"):
        read_settings()


@pytest.mark.parametrize(
    ("missing", "named"),
    [("app_id", "APP_ID"), ("tenant_id", "TENANT_ID"), ("app_secret", "APP_SECRET")],
)
def test_outside_local_mode_what_is_missing_is_named(missing: str, named: str) -> None:
    with pytest.raises(SettingsMistake, match=f"PERMANENCE_{named}"):
        refuse_unready(Settings(_env_file=None, **(CREDENTIALS | {missing: ""})))


@pytest.mark.parametrize("name", ["app_id", "tenant_id", "app_secret"])
def test_blanks_are_no_value(name: str) -> None:
    with pytest.raises(SettingsMistake, match=f"PERMANENCE_{name.upper()}"):
        refuse_unready(Settings(_env_file=None, **(CREDENTIALS | {name: "  "})))


def test_a_secret_or_a_managed_identity_is_enough() -> None:
    refuse_unready(Settings(_env_file=None, **CREDENTIALS))
    named: dict[str, Any] = {"app_id": "a", "tenant_id": "t", "managed_identity": True}
    refuse_unready(Settings(_env_file=None, **named))


def test_a_certificate_needs_its_key(tmp_path: Path) -> None:
    certificate = tmp_path / "certificate.pem"
    certificate.write_text("-", encoding="utf-8")
    named = {"app_id": "a", "tenant_id": "t", "app_certificate": certificate}
    with pytest.raises(SettingsMistake, match="PERMANENCE_APP_CERTIFICATE_KEY"):
        refuse_unready(Settings(_env_file=None, **named))


def test_a_certificate_that_is_not_there_is_named(tmp_path: Path) -> None:
    gone = tmp_path / "gone.pem"
    named = {"app_certificate": gone, "app_certificate_key": gone, "app_id": "a", "tenant_id": "t"}
    with pytest.raises(SettingsMistake, match="PERMANENCE_APP_CERTIFICATE"):
        refuse_unready(Settings(_env_file=None, **named))


def test_the_guide_to_deployment_names_settings_that_exist() -> None:
    guide = (PROJECT / "docs" / "deploiement.md").read_text(encoding="utf-8")
    named = {name.lower() for name in re.findall(r"PERMANENCE_([A-Z_]+)", guide)}
    assert len(named) > 10, "the guide does not speak of the settings any more"
    assert named <= set(Settings.model_fields)
