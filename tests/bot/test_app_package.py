"""The Teams app package: accepted as it is, and refused by name for every fault planted in it."""

from __future__ import annotations

import json
import struct
import zipfile
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from bot.manifest import AppFacts, leaves, package_files
from bot.manifest.faults import faults
from bot.manifest.icons import colour_icon, outline_icon
from bot.manifest.package import Built, build_package, read_package
from bot.manifest.schema import is_localised
from bot.organisation_file import PublisherSection
from bot.settings import SettingsMistake
from cards.actions import (
    BindChannel,
    ChooseLanguage,
    ListIncidents,
    OpenIncidentForm,
    ShowHome,
    ShowSomeone,
)
from cards.session_actions import ShowSession
from dialogs import PRODUCT
from dialogs.routing import Place
from tests.bot.conftest import Operate
from tests.bot.deployments import APP_ID
from tests.bot.package_faults import FAULTS, Json, Plant, permission
from tests.bot.registrations import PUBLISHER, published
from tests.bot.test_commands import Ended, ended, launched
from tests.support.world import EXAMPLE_ORGANISATION

PRIVATE, SHARED = Place(""), Place("", is_shared=True)


@pytest.fixture
def files() -> dict[str, bytes]:
    publisher = PublisherSection(**PUBLISHER)
    return package_files(AppFacts(app_id=APP_ID, version="1.0.0", publisher=publisher))


def read(files: dict[str, bytes], name: str = "manifest.json") -> Json:
    content: Json = json.loads(files[name])
    return content


def test_the_package_as_it_is_has_no_fault(files: dict[str, bytes]) -> None:
    assert set(files) == {"manifest.json", "en.json", "color.png", "outline.png"}
    assert faults(files) == []


def test_it_asks_for_nothing_that_the_bot_does_not_use(files: dict[str, bytes]) -> None:
    manifest = read(files)
    assert manifest["permissions"] == ["identity", "messageTeamMembers"]
    assert {"authorization", "webApplicationInfo", "devicePermissions", "validDomains"}.isdisjoint(
        manifest
    )
    (bot,) = manifest["bots"]
    assert bot["supportsFiles"] is False
    assert set(bot["scopes"]) == {"personal", "team", "groupChat"}


def test_a_message_can_be_reported_from_its_menu_in_both_languages(files: dict[str, bytes]) -> None:
    ((command,),) = [extension["commands"] for extension in read(files)["composeExtensions"]]
    assert (command["id"], command["type"], command["context"], command["fetchTask"]) == (
        "report",
        "action",
        ["message"],
        True,
    )
    assert command["title"] == "Signaler un incident"
    english = read(files, "en.json")
    assert english["composeExtensions[0].commands[0].title"] == "Report an incident"


def test_english_has_every_place_that_people_read(files: dict[str, bytes]) -> None:
    french = {path: text for path, text in leaves(read(files)) if is_localised(path)}
    english = read(files, "en.json")
    assert set(english) - {"$schema"} == set(french)
    assert len(french) == 4 + 2 * 7 + 2
    same = {path for path in french if french[path] == english[path]}
    assert same <= {"name.short", "bots[0].commandLists[0].commands[1].title"}


@pytest.mark.parametrize(
    ("typed", "place", "meant"),
    [
        (("aide", "help"), PRIVATE, ShowHome),
        (("incident", "report"), PRIVATE, OpenIncidentForm),
        (("mes demandes", "my requests"), PRIVATE, ListIncidents),
        (("quelqu'un", "someone"), PRIVATE, ShowSomeone),
        (("séance", "session"), PRIVATE, ShowSession),
        (("langue en", "language fr"), PRIVATE, ChooseLanguage),
        (("canal", "channel"), SHARED, BindChannel),
    ],
)
def test_a_command_of_the_menu_does_what_it_says(
    files: dict[str, bytes], typed: tuple[str, str], place: Place, meant: type
) -> None:
    french, english = dict(leaves(read(files))), read(files, "en.json")
    (path,) = [path for path, text in french.items() if text == typed[0] and "title" in path]
    assert english[path] == typed[1]
    for words in typed:
        assert type(PRODUCT.understand(words, place)) is meant


def test_a_language_is_offered_to_those_who_read_it() -> None:
    for words, locale in (("langue en", "en"), ("language fr", "fr")):
        action = PRODUCT.understand(words, PRIVATE)
        assert isinstance(action, ChooseLanguage)
        assert action.locale == locale


@pytest.mark.parametrize(("plant", "named"), FAULTS.values(), ids=FAULTS)
def test_a_fault_is_refused_by_its_name(files: dict[str, bytes], plant: Plant, named: str) -> None:
    manifest, english = read(files), read(files, "en.json")
    untouched = dict(files)
    plant(files, manifest, english)
    for name, content in (("manifest.json", manifest), ("en.json", english)):
        if files.get(name) == untouched[name]:
            files[name] = json.dumps(content).encode()
    found = faults(files)
    assert any(named in fault for fault in found), found


def test_a_permission_that_exists_is_accepted(files: dict[str, bytes]) -> None:
    manifest = read(files)
    permission("ChannelMessage.Read.Group")(files, manifest, {})
    files["manifest.json"] = json.dumps(manifest).encode()
    assert faults(files) == []
    del manifest["webApplicationInfo"]
    files["manifest.json"] = json.dumps(manifest).encode()
    assert faults(files) == ["authorization : ces permissions demandent aussi webApplicationInfo"]


def pixels(picture: bytes, side: int) -> list[tuple[int, ...]]:
    """What our own drawing wrote: rows without filter, four bytes a pixel."""
    start = picture.index(b"IDAT")
    (length,) = struct.unpack(">I", picture[start - 4 : start])
    raw = zlib.decompress(picture[start + 4 : start + 4 + length])
    rows = [raw[row * (side * 4 + 1) + 1 : (row + 1) * (side * 4 + 1)] for row in range(side)]
    return [tuple(row[at : at + 4]) for row in rows for at in range(0, side * 4, 4)]


def test_the_icons_are_what_teams_asks_for() -> None:
    outline, colour = pixels(outline_icon(), 32), pixels(colour_icon(), 192)
    assert {pixel[:3] for pixel in outline} == {(255, 255, 255)}
    assert {0, 255} <= {pixel[3] for pixel in outline}
    assert {pixel[3] for pixel in colour} == {255}
    ground = colour[0]
    drawn = [divmod(at, 192) for at, pixel in enumerate(colour) if pixel != ground]
    assert all(36 <= at < 156 for place in drawn for at in place), "beyond Teams' safe region"


Packed = Callable[..., Awaitable[Ended]]


@pytest.fixture
def packed(operate: Operate, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Packed:
    """Build a package with these settings, and those of a bot that is registered."""

    async def run(**settings: object) -> Ended:
        operate(**{"app_id": APP_ID} | settings)
        status = await build_package(tmp_path / "dist" / "app.zip", "1.4.2")
        return Ended(status, *capsys.readouterr())

    return run


async def test_an_operator_gets_the_same_zip_for_the_same_settings(
    packed: Packed, tmp_path: Path
) -> None:
    path = tmp_path / "dist" / "app.zip"
    settings = {"organisation": published(tmp_path)}
    first = await packed(**settings)
    assert (first.status, first.errors) == (0, "")
    assert f"{path} : prêt, version 1.4.2." in first.output
    content = path.read_bytes()
    await packed(**settings)
    assert path.read_bytes() == content
    with zipfile.ZipFile(path) as package:
        manifest = json.loads(package.read("manifest.json"))
        assert faults({name: package.read(name) for name in package.namelist()}) == []
    assert manifest["developer"]["name"] == PUBLISHER["name"]
    assert read_package(path) == Built(APP_ID, "1.4.2")


async def test_before_there_is_a_bot_the_package_can_be_looked_at_and_says_so(
    packed: Packed, tmp_path: Path
) -> None:
    end = await packed(app_id="", organisation=EXAMPLE_ORGANISATION)
    assert end.status == 0
    assert "PERMANENCE_APP_ID est vide" in end.errors
    with zipfile.ZipFile(tmp_path / "dist" / "app.zip") as package:
        assert faults({name: package.read(name) for name in package.namelist()}) == []


async def test_a_publisher_who_is_not_named_is_asked_for(packed: Packed, tmp_path: Path) -> None:
    text = EXAMPLE_ORGANISATION.read_text(encoding="utf-8")
    anonymous = tmp_path / "organisation.toml"
    head, _, rest = text.partition("[publisher]")
    anonymous.write_text(head + rest[rest.index("[opening_hours]") :], encoding="utf-8")
    with pytest.raises(SettingsMistake, match="publisher : cette section manque"):
        await packed(organisation=anonymous)
    assert not (tmp_path / "dist").exists()


async def test_a_name_that_teams_would_not_take_is_refused_and_nothing_is_written(
    packed: Packed, tmp_path: Path
) -> None:
    name = "Communauté d'agglomération du Pays de Rivemont"
    end = await packed(organisation=published(tmp_path, name=name))
    assert (end.status, end.output) == (1, "")
    assert end.errors == "✗ manifest.json, developer.name : 46 caractères, 32 au plus\n"
    assert not (tmp_path / "dist").exists()


async def test_the_command_packs_and_a_folder_that_cannot_be_written_is_named(
    tmp_path: Path,
) -> None:
    settings = {"organisation": published(tmp_path), "app_id": APP_ID}
    in_the_way = tmp_path / "file"
    in_the_way.write_text("", encoding="utf-8")
    good, bad = [
        await ended(await launched("package", "--to", str(path), **settings))
        for path in (tmp_path / "app.zip", in_the_way / "app.zip")
    ]
    assert (good.status, good.errors) == (0, "")
    assert read_package(tmp_path / "app.zip") is not None
    assert bad.refused(), bad
    assert str(in_the_way) in bad.errors
