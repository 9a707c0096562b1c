"""The page, in a real browser: two people side by side, each with their own cards."""

import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import aiohttp
import pytest
import pytest_asyncio

from simulator import Person, Teams, views
from simulator.page import FILES
from tests.simulator.echo_bot import Connector, EchoBot, attachment, card

playwright = pytest.importorskip("playwright.async_api", reason="Playwright is not installed")

CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
needs_browser = [
    pytest.mark.skipif(CHROMIUM is None, reason="no Chromium on this machine"),
    pytest.mark.skipif(
        not FILES["vendor/adaptivecards.js"].exists(),
        reason="the page's libraries are missing: npm ci --prefix simulator/web",
    ),
]

NAME = {"type": "Input.Text", "id": "name", "label": "Que se passe-t-il ?", "isRequired": True}
KIND = {
    "type": "Input.ChoiceSet",
    "id": "kind",
    "label": "Catégorie",
    "value": "pc",
    "choices": [{"title": "Poste de travail", "value": "pc"}, {"title": "Réseau", "value": "net"}],
}
FORM = card(
    {"type": "TextBlock", "text": "Signaler un incident", "size": "Large", "weight": "Bolder"},
    {"type": "TextBlock", "text": "L'assistance répond **de 8 h à 18 h**.", "wrap": True},
    NAME,
    KIND,
    {"type": "FactSet", "facts": [{"title": "Téléphone", "value": "[3300](tel:3300)"}]},
    actions=[
        {"type": "Action.Execute", "title": "Envoyer", "verb": "send", "style": "positive"},
        {
            "type": "Action.Submit",
            "title": "Plus de détails",
            "associatedInputs": "none",
            "data": {"msteams": {"type": "task/fetch"}},
        },
    ],
)
DIALOG = {
    "task": {
        "type": "continue",
        "value": {
            "title": "Plus de détails",
            "card": attachment(
                card(NAME, KIND, actions=[{"type": "Action.Submit", "title": "Envoyer"}])
            ),
        },
    }
}


@pytest_asyncio.fixture
async def tab() -> AsyncIterator[Any]:
    """A tab that notes every error, such as a breach of the content security policy."""
    async with playwright.async_playwright() as running:
        browser = await running.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        page = await browser.new_page(viewport={"width": 1300, "height": 800})
        page.set_default_timeout(5_000)
        page.errors = []
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        page.on("console", lambda each: each.type == "error" and page.errors.append(each.text))
        yield page
        await browser.close()


async def test_another_site_cannot_act_here(teams: Teams, camille: Person) -> None:
    body = f'{{"person": "{camille.id}", "conversation": "{camille.chat.id}", "text": "x"}}'
    async with aiohttp.ClientSession(teams.service_url) as session:
        form = {"Content-Type": "text/plain"}
        async with session.post("/sim/says", data=body, headers=form) as response:
            assert response.status == 403
        async with session.get("/sim/people", headers={"Host": "evil.example"}) as response:
            assert response.status == 403
    assert camille.sees() == []


async def test_a_people_picker_offers_the_people_of_the_tenant(
    camille: Person, nadia: Person, connector: Connector
) -> None:
    dataset = {"type": "Data.Query", "dataset": "graph.microsoft.com/users"}
    picker = {"type": "Input.ChoiceSet", "id": "who", "choices.data": dataset}
    await connector.show(camille.chat.id, card(picker))
    shown = views.state(camille)["conversations"][0]["messages"][0]["card"]["body"][0]
    assert [each["title"] for each in shown["choices"]] == ["Camille Petit", "Nadia Roux"]
    assert camille.sees()[0].card == card(picker)


async def test_faults_are_set_over_http(
    teams: Teams, camille: Person, connector: Connector
) -> None:
    await connector.call("POST", "sim/faults", {"status": 503})
    assert (await connector.send(camille.chat.id, text="x"))[0] == 503
    await connector.call("DELETE", "sim/faults")
    assert (await connector.send(camille.chat.id, text="x"))[0] == 201


class TestInABrowser:
    pytestmark = needs_browser

    async def test_two_people_talk_press_and_fill_in(
        self,
        teams: Teams,
        camille: Person,
        nadia: Person,
        bot: EchoBot,
        connector: Connector,
        tab: Any,
        tmp_path: Path,
    ) -> None:
        team = teams.add_team("DSI", ["Assistance"])
        await teams.add_bot_to(team, by=nadia)
        await tab.goto(teams.service_url)
        hers = tab.get_by_role("region", name="Camille Petit")
        other = tab.get_by_role("region", name="Nadia Roux")

        await hers.get_by_label("Votre message").fill("mon écran est noir")
        await hers.get_by_role("button", name="Envoyer").click()
        await teams.until(lambda: bot.last.get("text") == "mon écran est noir")

        await connector.show(camille.chat.id, FORM)
        form = hers.locator(".message .card")
        await form.get_by_role("button", name="Envoyer").click()
        await form.get_by_text("À compléter.").wait_for()
        assert bot.last["type"] == "message"
        await tab.screenshot(path=tmp_path / "required.png")

        await form.get_by_label("Que se passe-t-il ?").fill("écran noir")
        done = card({"type": "TextBlock", "text": "Demande 2020-0147 enregistrée."})
        adaptive = "application/vnd.microsoft.card.adaptive"
        bot.answers["task/fetch"] = DIALOG
        await form.get_by_role("button", name="Plus de détails").click()
        dialog = hers.get_by_role("dialog", name="Plus de détails")
        await dialog.get_by_label("Que se passe-t-il ?").fill("toujours noir")
        await tab.screenshot(path=tmp_path / "dialog.png")
        bot.answers["task/submit"] = {"task": {"type": "message", "value": "C'est noté."}}
        await dialog.get_by_role("button", name="Envoyer").click()
        await hers.get_by_text("C'est noté.").wait_for()
        assert bot.last["value"]["data"] == {"name": "toujours noir", "kind": "pc"}

        bot.answers["adaptiveCard/action"] = {"statusCode": 200, "type": adaptive, "value": done}
        await form.get_by_role("button", name="Envoyer").click()
        await hers.get_by_text("Demande 2020-0147 enregistrée.").wait_for()
        assert bot.last["value"]["action"]["data"] == {"name": "écran noir", "kind": "pc"}

        await connector.send(team.channels["Assistance"].id, text="Une demande arrive.")
        entry = other.get_by_role("button", name="DSI › Assistance")
        await entry.get_by_label("non lu").wait_for()
        await entry.click()
        await other.get_by_label("Votre message").fill("je regarde")
        await other.get_by_role("button", name="Envoyer").click()
        await other.get_by_text("je regarde").wait_for()
        assert bot.last["text"] == "<at>Permanence</at> je regarde"

        await tab.screenshot(path=tmp_path / "wide.png")
        await tab.emulate_media(color_scheme="dark")
        await tab.screenshot(path=tmp_path / "dark.png")
        await tab.set_viewport_size({"width": 390, "height": 780})
        await tab.screenshot(path=tmp_path / "narrow.png")
        await tab.get_by_role("button", name="Nadia Roux").click()
        assert await other.is_visible()
        assert not await hers.is_visible()
        assert tab.errors == []
