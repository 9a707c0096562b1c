"""What the environment says. Names are PERMANENCE_… , also read from `.env`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

PROJECT = Path(__file__).resolve().parent.parent


class SettingsMistake(Exception):
    """A setting that cannot work: the sentence names it and says why."""


def _split(value: object) -> object:
    """`a,b;c d` as a list: people write lists in an environment as they come."""
    if not isinstance(value, str):
        return value
    return frozenset(value.replace(",", " ").replace(";", " ").split())


Names = Annotated[frozenset[str], NoDecode, BeforeValidator(_split)]


def _known_database(url: str) -> str:
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("attendu sqlite:///FICHIER ou postgresql+psycopg://…")
    return url


DatabaseUrl = Annotated[str, AfterValidator(_known_database)]
Rate = Annotated[int, Field(ge=1)]


class Settings(BaseSettings):
    """The deployment, as its operator describes it."""

    model_config = SettingsConfigDict(
        env_prefix="PERMANENCE_",
        env_file=".env",
        extra="ignore",
        frozen=True,
        str_strip_whitespace=True,
    )

    database_url: DatabaseUrl = f"sqlite:///{PROJECT / 'permanence.db'}"
    organisation: Path = PROJECT / "organisation.example.toml"

    app_id: str = ""
    tenant_id: str = ""
    app_secret: str = ""
    app_certificate: Path | None = None
    app_certificate_key: Path | None = None
    managed_identity: bool = False

    allowed_tenants: Names = frozenset()
    service_hosts: Names = frozenset()
    channel_openid_metadata: str = (
        "https://login.botframework.com/v1/.well-known/openidconfiguration"
    )
    channel_issuer: str = "https://api.botframework.com"
    login_authority: str = "https://login.microsoftonline.com"
    admins: Names = frozenset()

    sends_per_second: Rate = 45
    """For the whole tenant: Teams allows 50."""
    public_url: str = ""
    """Where browsers reach us, for links to files: https://permanence.example.fr."""
    heartbeat_url: str = ""
    """Called once a minute while all is well; its silence is the alarm."""
    conversation_rates: bool = True
    """Whether to keep below Teams' limits a conversation; off for benchmarks against a stub."""

    @property
    def tenants(self) -> frozenset[str]:
        """Whose people may write: our own tenant, and those we were told of."""
        return self.allowed_tenants | ({self.tenant_id} if self.tenant_id else frozenset())

    @property
    def has_credentials(self) -> bool:
        return bool(self.app_secret or self.app_certificate or self.managed_identity)


def read_settings() -> Settings:
    """Raises SettingsMistake with the name of the setting and the reason."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors()[0]
        name = "PERMANENCE_" + "_".join(str(part) for part in first["loc"]).upper()
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise SettingsMistake(f"{name} : {reason}") from error


def refuse_unready(settings: Settings) -> None:
    """Outside local mode, an empty app id would leave the door open: refuse to start."""
    if not settings.app_id:
        raise SettingsMistake(
            "PERMANENCE_APP_ID est vide : personne ne pourrait être authentifié. "
            "Renseignez-le, ou démarrez avec --local pour un essai sur cette machine."
        )
    if not settings.tenant_id:
        raise SettingsMistake("PERMANENCE_TENANT_ID est vide : aucun locataire n'est admis.")
    if not settings.has_credentials:
        raise SettingsMistake(
            "Il manque de quoi s'identifier auprès de Teams : PERMANENCE_APP_SECRET, "
            "PERMANENCE_APP_CERTIFICATE ou PERMANENCE_MANAGED_IDENTITY."
        )
    certificate, key = settings.app_certificate, settings.app_certificate_key
    if (certificate is None) != (key is None):
        raise SettingsMistake(
            "PERMANENCE_APP_CERTIFICATE et PERMANENCE_APP_CERTIFICATE_KEY vont ensemble."
        )
    for path in filter(None, (certificate, key)):
        if not path.is_file():
            raise SettingsMistake(
                f"PERMANENCE_APP_CERTIFICATE et sa clé : {path} n'est pas un fichier."
            )
