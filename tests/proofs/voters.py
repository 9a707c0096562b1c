"""Members who vote again and again; a secretary who opens, closes and annuls vote after vote."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, field
from itertools import count

from tests.proofs.chamber import SESSION, Chamber
from tests.proofs.crowd import REPEATS, Crowd
from tests.proofs.ledger import Answer, Gesture, Ledger
from tests.proofs.prepared import person_id

CHAMBER = Chamber(24)
CHOICES = ("for", "against", "abstain", "no_part")
VOTE = re.compile(r'"verb":"vote\.close","session_id":"\w+"[^}]*?"vote_id":"(v\d+)"')
SEEN = re.compile(r'"seen":(\d+)')


@dataclass
class BallotLedger(Ledger):
    """`vote_id` is the vote that was opened last, `seen` what each member's card showed last."""

    vote_id: str = ""
    seen: dict[tuple[str, int], int] = field(default_factory=lambda: defaultdict(int))

    def note(self, gesture: Gesture, answer: Answer) -> bool:
        self.repeats += gesture.key in self.acknowledged
        is_answered = super().note(gesture, answer)
        if answer.card is not None:
            self._look(gesture, answer.body.decode())
        return is_answered

    def _is_done(self, gesture: Gesture, answer: Answer) -> bool:
        return not answer.warns

    def _compare(self, gesture: Gesture, answer: Answer) -> None:
        """A repeat is answered as it was, or after a while with what stands: the journal tells."""

    def _learn(self, gesture: Gesture, answer: Answer) -> None:
        """Nothing but what the card shows."""

    def _look(self, gesture: Gesture, text: str) -> None:
        if gesture.verb == "vote.cast":
            shown = [int(each) for each in SEEN.findall(text)]
            key = gesture.data["vote_id"], gesture.person
            self.seen[key] = max([self.seen[key], *shown])
        elif vote := VOTE.search(text):
            self.vote_id = vote[1]


class Voters(Crowd):
    """The number after the last member is the secretary."""

    people = CHAMBER.members + 1
    ledger: BallotLedger

    def new_ledger(self) -> Ledger:
        self._steps = count()
        return BallotLedger()

    def _next(self, person: int) -> Gesture:
        if person == CHAMBER.secretary:
            return self._at_desk(next(self._steps))
        if self._random.random() < REPEATS:
            own = [key for key in self.ledger.acknowledged if key.startswith(f"{person} vote.")]
            if own:
                return self.ledger.sent[own[-1]].again_with_a_new_id()
        return self._ballot(person)

    def _ballot(self, person: int) -> Gesture:
        vote_id = self.ledger.vote_id
        if not vote_id:
            return self._of_session(person, "session.show")
        data = {"vote_id": vote_id, "seat": person_id(person)}
        data |= {"choice": self._random.choice(CHOICES)}
        return self._of_session(person, "vote.cast", **data, seen=self.ledger.seen[vote_id, person])

    def _at_desk(self, step: int) -> Gesture:
        """Open, and let them vote; close, annul, and begin again."""
        secretary, vote_id = CHAMBER.secretary, self.ledger.vote_id or "v1"
        match step % 5:
            case 0:
                return self._of_session(secretary, "vote.open", drawn_at=step)
            case 3:
                return self._of_session(secretary, "vote.close", vote_id=vote_id)
            case 4:
                annul = {"vote_id": vote_id, "reason": "Essai", "form_id": self._new_token()}
                return self._of_session(secretary, "vote.annul", **annul)
            case _:
                return self._of_session(secretary, "vote.missing", vote_id=vote_id, drawn_at=step)

    def _of_session(self, person: int, verb: str, **data: str | int) -> Gesture:
        carried = {"session_id": SESSION, **data}
        return Gesture(person, verb, carried, self._new_activity_id(), "")
