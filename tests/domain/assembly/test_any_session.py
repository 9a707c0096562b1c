"""Whatever members, secretaries and strangers do, in whatever order, the rules of a session hold.

Machines try gestures at random, most of them legal and many not, and after each one a second
opinion (`any_session/model.py`) is compared with it. For longer, and on another path each time:

    PERMANENCE_STEPS=100000 .venv/bin/pytest tests/domain/assembly/test_any_session.py

`--hypothesis-seed=7` beside it takes a path again.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.domain.assembly.any_session.course import Course

STEPS = int(os.environ.get("PERMANENCE_STEPS", "3000"))
STEPS_A_SESSION = 50
REACHED = {
    "ballot.cast",
    "casting.given",
    "lot.position",
    "member.stepped_aside",
    "proxy.given",
    "vote.opened",
    "vote.proclaimed",
}
"""What a run is worth nothing without."""


def test_whatever_people_do_the_rules_hold() -> None:
    Course.happened.clear()
    how = settings(
        max_examples=max(1, STEPS // STEPS_A_SESSION),
        stateful_step_count=STEPS_A_SESSION,
        derandomize="PERMANENCE_STEPS" not in os.environ,
        database=None,
        deadline=None,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Course, settings=how)
    assert STEPS < 3000 or set(Course.happened) >= REACHED
