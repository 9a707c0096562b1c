"""Rates and failures."""

import aiohttp
import pytest

from simulator import Fault, Person
from tests.simulator.echo_bot import Clock, Connector


async def test_the_eighth_message_within_a_second_has_to_wait(
    camille: Person, connector: Connector, clock: Clock
) -> None:
    statuses = [(await connector.send(camille.chat.id, text="x"))[0] for _ in range(8)]
    assert statuses == [201] * 7 + [429]
    clock.now += 1.0
    assert (await connector.send(camille.chat.id, text="x"))[0] == 201
    assert (await connector.send(camille.chat.id, text="x"))[0] == 429
    clock.now += 1.0
    assert (await connector.send(camille.chat.id, text="x"))[0] == 201


async def test_a_refusal_for_rate_says_when_to_come_back(
    camille: Person, connector: Connector
) -> None:
    for _ in range(7):
        await connector.send(camille.chat.id, text="x")
    url = f"{camille.teams.service_url}v3/conversations/{camille.chat.id}/activities"
    message = {"type": "message", "text": "x"}
    async with connector.session.post(url, json=message) as response:
        assert (response.status, response.headers["Retry-After"]) == (429, "1")
    assert len(camille.sees()) == 7


async def test_a_conversation_takes_sixty_messages_in_thirty_seconds(
    camille: Person, connector: Connector, clock: Clock
) -> None:
    sent = 0
    for _ in range(100):
        sent += (await connector.send(camille.chat.id, text="x"))[0] == 201
        clock.now += 0.29
    assert sent == 60


async def test_the_bot_makes_fifty_calls_a_second_in_the_tenant(
    camille: Person, connector: Connector
) -> None:
    people = [camille.teams.add_person(f"Agent {number}") for number in range(51)]
    for person in people:
        await person.installs()
    statuses = [(await connector.send(person.chat.id, text="x"))[0] for person in people]
    assert statuses == [201] * 50 + [429]


async def test_a_fault_fails_as_often_as_told(camille: Person, connector: Connector) -> None:
    camille.teams.faults.add(Fault(status=503, times=2))
    statuses = [(await connector.send(camille.chat.id, text="x"))[0] for _ in range(3)]
    assert statuses == [503, 503, 201]
    assert len(camille.sees()) == 1


async def test_a_fault_after_leaves_the_message_there(
    camille: Person, connector: Connector
) -> None:
    camille.teams.faults.add(Fault(status=500, when="after", times=1))
    assert (await connector.send(camille.chat.id, text="x"))[0] == 500
    assert len(camille.sees()) == 1


async def test_a_fault_concerns_one_conversation_and_one_method(
    camille: Person, nadia: Person, connector: Connector
) -> None:
    camille.teams.faults.add(Fault(status=412, method="POST", conversation=camille.chat.id))
    assert (await connector.send(nadia.chat.id, text="x"))[0] == 201
    assert (await connector.send(camille.chat.id, text="x"))[0] == 412
    members = f"v3/conversations/{camille.chat.id}/members"
    assert (await connector.call("GET", members))[0] == 200


async def test_a_dropped_connection_gives_no_answer(camille: Person, connector: Connector) -> None:
    camille.teams.faults.add(Fault(drop=True, when="after", times=1))
    with pytest.raises(aiohttp.ClientError):
        await connector.send(camille.chat.id, text="x")
    assert len(camille.sees()) == 1


async def test_a_connection_dropped_before_leaves_nothing_there(
    camille: Person, connector: Connector
) -> None:
    camille.teams.faults.add(Fault(drop=True, times=1))
    with pytest.raises(aiohttp.ClientError):
        await connector.send(camille.chat.id, text="x")
    assert camille.sees() == []


async def test_a_delay_alone_is_only_slow(camille: Person, connector: Connector) -> None:
    camille.teams.faults.add(Fault(delay=0.05))
    assert (await connector.send(camille.chat.id, text="x"))[0] == 201


async def test_the_same_seed_gives_the_same_failures(camille: Person) -> None:
    faults = camille.teams.faults
    faults.add(Fault(status=500, probability=0.5))
    struck = [faults.strike("before", "POST", None) is not None for _ in range(20)]
    assert 0 < sum(struck) < 20
