"""Two organisations share the service: each has its own catalogue, the staff sees whose is what."""

from __future__ import annotations

from storage.tables import incidents
from tests.support.world import World

OWN = "Écoles et cantines"


async def test_each_chooses_among_its_own_categories_and_the_staff_sees_whose_it_is(
    world: World,
) -> None:
    await world.awa.says("le tableau numérique ne s'allume plus")
    form = await world.newest(world.awa, button="Envoyer")
    fields = {part.get("id"): part.get("value") for part in form.card["body"]}
    assert fields["category"] == "ecole"
    await world.awa.presses(form, "Envoyer")
    await world.newest(world.awa, words="Quelle école, quelle salle ?")
    card = await world.newest(
        world.thomas, world.channels["interventions"], words="Awa Diallo, Police municipale"
    )
    assert "Ville de Rivemont" in card.words
    assert OWN in card.words


async def test_a_category_of_the_other_organisation_is_not_offered_and_refused(
    world: World,
) -> None:
    await world.camille.says("le tableau numérique ne s'allume plus")
    form = await world.newest(world.camille, button="Envoyer")
    assert OWN not in form.words
    await world.camille.presses(form, "Annuler")
    click = world.teams.sent[-1]
    send = next(part for part in form.card["body"] if part["type"] == "ActionSet")["actions"][0]
    data = {**send["data"], "what": "le tableau", "category": "ecole"}
    forged = {**click, "id": "f:ecole", "value": {"action": {**send, "data": data}}}
    (answer,) = await world.teams.deliver(forged)
    assert "Ce choix n'existe plus" in str(answer.body)
    assert await world.look(lambda unit: unit.session.execute(incidents.select()).all()) == []
