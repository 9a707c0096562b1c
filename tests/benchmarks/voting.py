"""A vote that is opened anew for every measure, and what each voter presses in it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.benchmarks.load import FORM
from tests.benchmarks.ours import Deployment
from tests.benchmarks.processes import press
from tests.benchmarks.session import SESSION

MOST_BALLOTS = 150
"""Of one person in one measure: more than anybody can cast in it."""


@dataclass
class Ballots:
    """Opens a vote for each measure; the one before is annulled."""

    deployment: Deployment
    votes: int = 0

    def open_vote(self) -> list[list[str]]:
        """A fresh vote. Returns what each voter will press in it."""
        cast = self.deployment.cast
        if self.votes:
            self._presses("vote.annul", form_id=FORM, vote_id=f"v{self.votes}", reason="Mesure")
        self._presses("vote.open")
        self.votes += 1
        self.deployment.drain()
        vote_id = f"v{self.votes}"
        return [cast.ballots(voter, SESSION, vote_id, MOST_BALLOTS) for voter in cast.voters]

    def _presses(self, verb: str, **data: str) -> None:
        cast = self.deployment.cast
        # as every card does: the same button on a later card is not a double click
        data |= {"session_id": SESSION, "drawn_at": str(self.votes)}
        body = cast.pressed(cast.secretary, verb, **data)
        seen = press(self.deployment.plan([[body]], once=True, seconds=60))
        assert not seen.failed, seen
