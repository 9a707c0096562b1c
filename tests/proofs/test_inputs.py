"""The proofs of what comes in and what goes out, in short: the same code at a small scale."""

from __future__ import annotations

from importlib import import_module

import pytest

from tests.proofs.proof import Run

SCALES = {
    "repeats": 0.01,
    "connector": 0.01,
    "rights": 1.0,
    "mutations": 0.05,
    "hostile": 0.02,
    "gate": 0.05,
}
"""The table of rights is walked whole: it is the one place that says who may do what."""


@pytest.mark.parametrize("part", SCALES)
async def test_what_is_claimed_holds_at_a_small_scale(part: str) -> None:
    run = Run(seed=1, scale=SCALES[part], progress=lambda words: None)
    figures = await import_module(f"tests.proofs.{part}").prove(run)
    assert figures
    assert [figure for figure in figures if not figure.holds] == []
