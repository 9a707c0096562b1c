"""Votes, in short: `python -m tests.proofs ballots vote_kills` is the long version.

Nothing is timed here: the machine may be busy with other tests.
"""

from __future__ import annotations

import random

import pytest

from tests.proofs import vote_kills
from tests.proofs.ballots import Poll, hold
from tests.proofs.chamber import Chamber
from tests.proofs.proof import Run
from tests.proofs.races import prove_races
from tests.support.postgresql import running_server

POLLS = (
    Poll("each when their card comes", Chamber(12), 5.0),
    Poll("all at the same instant", Chamber(12), 5.0, at_once=True),
    Poll("a lot of 60 reports", Chamber(6, 60), 5.0, at_once=True),
)


@pytest.mark.parametrize("poll", POLLS, ids=lambda poll: poll.words)
async def test_what_was_acknowledged_before_the_closing_counts_once(poll: Poll) -> None:
    outcome = await hold(poll, None, random.Random(1))
    assert outcome.wrong == []
    assert outcome.ballots > 0


async def test_a_ballot_that_races_with_the_closing_is_counted_or_refused() -> None:
    with running_server() as server:
        figures = await prove_races(_short(0.01), server)
    assert [figure for figure in figures if not figure.holds] == []


async def test_ballots_outlive_kill_9() -> None:
    figures = await vote_kills.prove(_short(4 / vote_kills.KILLS))
    assert [figure for figure in figures if not figure.holds] == []


def _short(scale: float) -> Run:
    return Run(seed=1, scale=scale, progress=lambda words: None)
