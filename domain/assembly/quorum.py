"""Quorum: whether enough members are there to decide on this report (L.4132-13, L.4132-13-1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from domain.assembly import proxies
from domain.assembly.profiles import Fraction
from domain.assembly.session import Item, Session
from domain.errors import Refusal


@dataclass(frozen=True)
class Quorum:
    """`base` is N', the number it is taken of, and `need` how many of them must be there."""

    base: int
    need: int
    present: int
    represented: int
    counts_represented: bool
    is_waived: bool = False

    @property
    def counted(self) -> int:
        return self.present + (self.represented if self.counts_represented else 0)

    @property
    def is_reached(self) -> bool:
        return self.is_waived or self.counted >= self.need

    @property
    def depends_on_proxies(self) -> bool:
        """Disputed for a remote commission: the secretary is warned."""
        return self.is_reached and not self.is_waived and self.present < self.need


def quorum(session: Session, at: datetime, item: Item | None = None) -> Quorum:
    """The quorum for this report, or without one for the session as a whole."""
    profile = session.profile
    aside = session.aside_on(item) if item else set()
    voters = {member.person_id for member in session.voters}
    acting = proxies.in_force(session, at)
    present = {each for each in voters if session.is_present(each)} - aside
    represented = {
        giver
        for giver, holder in acting.items()
        if giver in voters and giver not in aside and holder not in aside
    }
    base = len(voters) - (len(aside & voters) if profile.recusal_reduces else 0)
    need = -(-base // 3) if profile.quorum is Fraction.THIRD else base // 2 + 1
    return Quorum(
        base=base,
        need=need,
        present=len(present),
        represented=len(represented),
        counts_represented=profile.counts_represented,
        is_waived=not session.needs_quorum,
    )


def refuse_without(session: Session, at: datetime, item: Item | None = None) -> Quorum:
    """Raises Refusal `quorum.missing`, with the figures and the article."""
    found = quorum(session, at, item)
    if not found.is_reached:
        raise Refusal(
            "quorum.missing" if item else "quorum.missing_at_opening",
            counted=found.counted,
            need=found.need,
            base=found.base,
            article=session.profile.quorum_article,
        )
    return found
