"""Which addresses our bearer token may go to: what the list allows, and how it is read."""

from __future__ import annotations

import pytest

from bot.gate import ServiceHosts
from bot.settings import Settings


def test_only_https_to_hosts_on_the_list_is_allowed() -> None:
    settings = Settings(service_hosts=frozenset({"smba.infra.gov.example"}), _env_file=None)
    hosts = ServiceHosts(settings, local=False)
    allowed = [
        "https://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net:443/emea/",
        "https://SMBA.TrafficManager.net/fr/",
        "https://smba.infra.gov.example/",
    ]
    assert [url for url in allowed if not hosts.allow(url)] == []
    refused = ["http://127.0.0.1:8080/", "http://localhost/", "https://smba.infra.gov.example.com/"]
    assert [url for url in refused if hosts.allow(url)] == []


def test_an_origin_on_the_list_counts_on_loopback_only() -> None:
    named = frozenset({"http://127.0.0.1:8080", "http://bot.example:8080", "http://10.0.0.1:8080"})
    hosts = ServiceHosts(Settings(service_hosts=named, _env_file=None), local=False)
    assert hosts.allow("http://127.0.0.1:8080/")
    assert not hosts.allow("http://bot.example:8080/")
    assert not hosts.allow("http://10.0.0.1:8080/")


@pytest.mark.parametrize(
    "url", ["https://smba.trafficmanager.net/", "http://10.0.0.1/", "http://[::2]/"]
)
def test_local_mode_speaks_to_this_machine_only(url: str) -> None:
    assert not ServiceHosts(Settings(_env_file=None), local=True).allow(url)
