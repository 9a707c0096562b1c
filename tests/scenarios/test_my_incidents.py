"""What an agent does with their own requests, in their own language."""

from __future__ import annotations

from simulator import Person
from tests.support.world import World


async def report(world: World, person: Person, words: str) -> None:
    await person.says(words)
    send = "Send" if person is world.sam else "Envoyer"
    form = await world.newest(person, words=words, button=send)
    await person.presses(form, send)
    await world.newest(person, words="INC-")


async def test_mes_demandes_lists_them_open_first_a_page_at_a_time(world: World) -> None:
    for n in range(6):
        await report(world, world.camille, f"Souci numéro {n}")
    await world.camille.says("MES  DEMANDES !")
    first = await world.newest(world.camille, button="Suite")
    assert "Souci numéro 5" in first.words
    assert "Souci numéro 0" not in first.words
    await world.camille.presses(first, "Suite")
    last = await world.newest(world.camille, button="Précédent")
    assert "Souci numéro 0" in last.words
    await world.camille.presses(last, "Ouvrir INC-2026-000001")
    opened = await world.newest(world.camille, words="INC-2026-000001", button="Annuler la demande")
    await world.camille.presses(opened, "Annuler la demande")
    await world.newest(world.camille, words="Demande annulée")


async def test_a_sentence_may_be_more_about_an_open_incident(world: World) -> None:
    await report(world, world.camille, "Mon écran reste noir")
    await world.camille.says("le voyant clignote en orange")
    form = await world.newest(world.camille, button="Ajouter à INC-2026-000001")
    await world.camille.presses(form, "Ajouter à INC-2026-000001")
    channel = world.channels["interventions"]
    staff = await world.newest(world.thomas, channel, words="le voyant clignote en orange")
    assert "Camille Petit précise" in staff.words


async def test_english_by_the_directory_french_by_choice_english_again(world: World) -> None:
    await report(world, world.sam, "My screen is black")
    await world.newest(world.sam, words="Passed on to the help desk")
    await world.sam.says("langue fr")
    await world.newest(world.sam, words="Bonjour Sam")
    await world.restart()
    await world.sam.says("aide")
    home = await world.newest(world.sam, words="Bonjour Sam", button="English")
    await world.sam.presses(home, "English")
    await world.newest(world.sam, words="Hello Sam")


async def test_closing_the_form_sends_nothing_and_the_form_is_gone_for_good(world: World) -> None:
    await world.camille.says("finalement non")
    form = await world.newest(world.camille, button="Annuler")
    await world.camille.presses(form, "Annuler")
    await world.newest(world.camille, words="Rien n'a été envoyé")
    await world.teams.until(
        lambda: any(m.id == form.id and m.edited_count for m in world.camille.sees())
    )
