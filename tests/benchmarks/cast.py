"""Who presses what: the activities of the benchmark's people, as Teams would send them.

The load generator puts in what is new in each request: its id, and that of its form.
"""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from bot.directory import COLUMNS
from simulator import Channel, Person, Teams
from tests.benchmarks.load import ANSWER, FORM

APP_ID = "22222222-2222-4222-8222-222222222222"
SENTENCE = "Mon écran reste noir depuis ce matin, le voyant de la station clignote en orange."


class Cast(Teams):
    """Readers and reporters, the staff of the hotline, an administrator, and their channel.

    Those who read and those who report are not the same people: whoever reports for five seconds
    on end has a list like nobody's.
    """

    def __init__(self, people: int, service_url: str) -> None:
        super().__init__("http://127.0.0.1:9/", bot_id=f"28:{APP_ID}")
        self._address = service_url
        self.readers = [self.add_person(f"Lectrice {n}") for n in range(people)]
        self.reporters = [self.add_person(f"Autrice {n}") for n in range(people)]
        self.staff = [self.add_person(f"Technicien {n}") for n in range(people)]
        self.voters = [self.add_person(f"Élue {n}") for n in range(people)]
        self.secretary = self.add_person("Secrétaire")
        self.admin = self.add_person("Administratrice")
        self.channel: Channel = self.add_team("Service", ["Assistance"]).channels["Assistance"]

    @property
    def service_url(self) -> str:
        return self._address

    def write_directory(self, path: Path) -> None:
        """people.csv with everybody in it."""
        roles = [(self.readers, "agent"), (self.reporters, "agent"), (self.staff, "hotliner")]
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.DictWriter(file, COLUMNS, restval="")
            rows.writeheader()
            roles += [(self.voters, "elected"), ([self.secretary], "secretary")]
            for people, role in [*roles, ([self.admin], "admin")]:
                rows.writerows(_row(person, role) for person in people)

    def message(self, person: Person, text: str) -> str:
        return json.dumps(self.activities.message(person, person.chat, None, ANSWER, text))

    def pressed(self, person: Person, verb: str, **data: Any) -> str:
        """A click on a button of ours, in the person's own chat."""
        return self._pressed(person, person.chat, verb, data)

    def pressed_in_channel(self, person: Person, verb: str, **data: Any) -> str:
        return self._pressed(person, self.channel, verb, data)

    def binding(self) -> str:
        """The administrator gives the hotline its channel."""
        words = "canal hotline"
        return json.dumps(self.activities.message(self.admin, self.channel, None, ANSWER, words))

    def report(self, person: Person, form: str = FORM) -> str:
        return self.pressed(person, "incident.report", form_id=form, what=SENTENCE)

    def ballots(self, person: Person, session_id: str, vote_id: str, most: int) -> list[str]:
        """The same person voting again and again: each button has seen the ballot before."""
        return [
            self.pressed(
                person,
                "vote.cast",
                session_id=session_id,
                vote_id=vote_id,
                seat=person.aad_object_id,
                choice=("for", "against")[seen % 2],
                seen=seen,
            )
            for seen in range(most)
        ]

    def _pressed(self, person: Person, where: Any, verb: str, data: dict[str, Any]) -> str:
        action = {"type": "Action.Execute", "verb": verb, "data": {"verb": verb} | data}
        value = {"action": action, "trigger": "manual"}
        activity = self.activities.invoke(person, where, None, "adaptiveCard/action", value)
        message = data.get("form_id", "1481567603816")
        return json.dumps(activity | {"id": f"f:{ANSWER}", "replyToId": f"m{message}"})


def _row(person: Person, role: str) -> dict[str, str]:
    return {
        "aad_object_id": person.aad_object_id or "",
        "name": person.name,
        "email": person.email,
        "organisation": "Métropole de Rivemont",
        "service": "Direction de la culture",
        "roles": role,
        "voting": "oui" if role == "elected" else "",
    }
