"""A very small benchmark of the product: that it runs, and that its counts add up."""

from __future__ import annotations

from pathlib import Path

from tests.benchmarks import report
from tests.benchmarks.compare import Options, compare
from tests.benchmarks.figures import Measurement, percentile, ratios
from tests.benchmarks.processes import running_stub


def test_every_report_of_a_small_benchmark_becomes_an_incident_with_two_cards(
    tmp_path: Path,
) -> None:
    options = Options(rounds=1, seconds=0.3, people=4, say=lambda words: None)
    with running_stub() as stub:
        found, left_out = compare(stub, tmp_path, options, ["ours"])
    assert not left_out
    assert [each.gesture for each in found] == ["status", "report", "repeat", "vote"]
    assert all(each.requests for each in found)
    assert [(each.failed, each.note) for each in found] == [(0, "")] * 4
    assert found[1].sent >= 2 * found[1].requests
    assert found[1].seconds >= found[1].answering
    assert "| Permanence | incident reported" in "\n".join(
        report.comparison(found, left_out, options).table
    )


def test_the_99th_percentile_is_a_value_that_one_in_a_hundred_exceeds() -> None:
    assert percentile(range(1, 101), 0.50) == 51
    assert percentile(range(1, 201), 0.99) == 199
    assert percentile([], 0.5) == 0.0


def test_ratios_are_taken_round_by_round() -> None:
    rounds = [_measured("ours", 20), _measured("agents", 10), _measured("ours", 30)]
    found = ratios([*rounds, _measured("agents", 60)], ("ours", "click"), ("agents", "click"))
    assert found == [2.0, 0.5]


def _measured(contender: str, requests: int) -> Measurement:
    return Measurement(contender, "click", requests, 0, 1.0, 1.0, 0.5, [1.0])
