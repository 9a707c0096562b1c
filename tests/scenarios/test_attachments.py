"""What people attach: its name and its link are kept, and nothing is downloaded."""

from __future__ import annotations

import json
from typing import Any

from tests.cards.elements import nodes
from tests.support.world import World

SHARED = "https://rivemont.sharepoint.com/personal/camille/écran.png"
ELSEWHERE = "https://rivemont.sharepoint.com.malice.example/écran.png"
FILE = "application/vnd.microsoft.teams.file.download.info"


def _file(name: str, link: str) -> dict[str, Any]:
    content = {"downloadUrl": f"{link}?tempauth=secret", "fileType": "png"}
    return {"contentType": FILE, "name": name, "contentUrl": link, "content": content}


async def _says_with(world: World, *files: dict[str, Any]) -> None:
    """Camille writes with files, as Teams sends it: her text comes as HTML too."""
    await world.camille.says("Bonjour")
    spoken = next(a for a in reversed(world.teams.sent) if a.get("text") == "Bonjour")
    text = "Mon écran affiche une erreur"
    html = {"contentType": "text/html", "content": f"<p>{text}</p>"}
    message = spoken | {"id": "1:with files", "text": text, "attachments": [*files, html]}
    (answer,) = await world.teams.deliver(message)
    assert answer.status < 300


async def test_a_file_is_named_on_the_form_and_opens_from_the_card_of_the_team(
    world: World,
) -> None:
    await _says_with(world, _file("écran [1].png", SHARED), _file("piège.png", ELSEWHERE))
    form = await world.newest(world.camille, words="Joint : ", button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    channel = world.channels["interventions"]
    staff = await world.newest(world.thomas, channel, words="écran [1].png")
    assert "Camille Petit joint un fichier" in staff.words
    links = [node["url"] for node in nodes(staff.card) if node.get("type") == "Action.OpenUrl"]
    assert links == [SHARED], "a link that leads elsewhere is kept, and not offered"
    assert "tempauth" not in str(staff.card)


async def test_files_join_the_request_that_the_sentence_is_added_to(world: World) -> None:
    await world.camille.says("Mon écran clignote")
    form = await world.newest(world.camille, button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    card = await world.newest(world.camille, words="INC-", button="Ajouter une précision")
    number = card.words.split("\n")[0]
    await _says_with(world, _file("photo.png", SHARED))
    form = await world.newest(world.camille, words="Joint : ", button=f"Ajouter à {number}")
    await world.camille.presses(form, f"Ajouter à {number}")
    staff = await world.newest(world.thomas, world.channels["interventions"], words="photo.png")
    assert "Mon écran affiche une erreur" in staff.words


async def test_a_form_whose_files_were_made_up_reports_nothing(world: World) -> None:
    await _says_with(world, _file("photo.png", SHARED))
    form = await world.newest(world.camille, words="Joint : ", button="Envoyer")
    await world.camille.presses(form, "Envoyer")
    click = next(a for a in reversed(world.teams.sent) if a.get("name") == "adaptiveCard/action")
    action = click["value"]["action"]
    for forged in ("[{", '[{"name": 1}]', json.dumps([{"name": "x"}] * 99)):
        data = action["data"] | {"files": forged, "form_id": "another"}
        late = click | {"id": f"f:{len(forged)}", "value": {"action": action | {"data": data}}}
        (answer,) = await world.teams.deliver(late)
        assert answer.status == 200
        assert "INC-" not in str(answer.body)
