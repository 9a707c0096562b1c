"""A commission of 36 voting members, and one of 60, with 25 others: 200 reports in a morning.

Every gesture is a button that somebody presses, over real HTTP; what is left behind is compared
with a record that was worked out from the story alone.
"""

from __future__ import annotations

import shutil
from collections import Counter
from dataclasses import asdict, dataclass
from pathlib import Path

import pytest

from tests.scenarios.assembly.agenda import URGENT
from tests.scenarios.assembly.cast import Cast
from tests.scenarios.assembly.expected import Expected, expect
from tests.scenarios.assembly.found import export, found, published_codes, verify
from tests.scenarios.assembly.players import ROOM, download, play
from tests.scenarios.assembly.script import tell
from tests.support.world import running_world

MOST_CLICKS = 60
COUNTED_VOTES = 47
"""Twelve lots, 27 reports apart, seven amendments, one urgency; the annulled one is not counted."""
Figures = tuple[str, int, int, int, int, int]

BY_HAND: dict[int, dict[str, Figures]] = {
    # Of 36: 18 of the majority, 12 and 6. One is excused, three are represented: 35 seats.
    36: {
        "1": ("adopted", 23, 0, 8, 0, 4),  # a group abstains, but for those who let it pass
        "2": ("adopted", 30, 0, 1, 2, 2),  # two take no part
        "4": ("rejected", 5, 26, 0, 0, 4),  # only the third group is for
        "22": ("adopted", 17, 17, 0, 0, 0),  # a tie: the chair's own ballot was Pour
        "65": ("adopted", 24, 11, 0, 0, 0),  # in a lot, as a group has announced
        "106": ("adopted", 33, 1, 0, 0, 0),  # one steps aside, one is against, case by case
        "148": ("adopted", 29, 0, 6, 0, 0),  # announced while the lot was under vote
        "175": ("adopted", 24, 10, 0, 0, 0),  # one of them has left
        "184-A2": ("rejected", 6, 28, 0, 0, 0),  # an amendment of the third group
        "194": ("rejected", 16, 16, 2, 0, 0),  # a tie: the chair, who abstained, said Contre
        "200": ("adopted", 34, 0, 0, 0, 0),
    },
    # Of 60: 30, 20 and 10; 59 seats.
    60: {
        "19": ("rejected", 9, 44, 0, 0, 5),
        "20": ("adopted", 29, 29, 1, 0, 0),
        "61": ("adopted", 40, 19, 0, 0, 0),
        "110": ("adopted", 58, 1, 0, 0, 0),
        "147": ("adopted", 49, 0, 10, 0, 0),
        "182-A2": ("rejected", 10, 48, 0, 0, 0),
        "195": ("rejected", 28, 28, 2, 0, 0),
        "200": ("adopted", 58, 0, 0, 0, 0),
    },
}


@dataclass(frozen=True)
class Morning:
    """What is left of it: the exported files, the codes that were published, the clicks."""

    folder: Path
    session_id: str
    codes: list[str]
    clicks: Counter[str]
    year: int


@pytest.mark.parametrize("size", [36, 60])
async def test_a_morning_of_200_reports_leaves_the_record_that_was_worked_out_by_hand(
    size: int, tmp_path: Path, migrated_sqlite: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cast = Cast(size)
    morning = await _morning(cast, tmp_path, migrated_sqlite)
    url = f"sqlite:///{tmp_path / 'permanence.db'}"
    monkeypatch.setenv("PERMANENCE_DATABASE_URL", url)
    told = await export(morning.session_id, morning.folder)
    expected, left = expect(cast, tell(cast), morning.year), found(told)
    _check_the_story(size, expected)

    for part, value in asdict(expected).items():
        assert asdict(left)[part] == value, part
    assert len(told["extracts"]) == 200
    assert len(list(morning.folder.glob("*.CP-*.docx"))) == 200

    # One at the opening, one a vote, one at the end: whoever copied them can verify the journal.
    assert len(morning.codes) == COUNTED_VOTES + 2
    assert f"Les codes publiés correspondent ({COUNTED_VOTES + 2})" in verify(
        morning.folder, morning.codes
    )
    members = {name: morning.clicks[name] for name in (*cast.voting, *cast.advising)}
    assert max(members.values()) <= MOST_CLICKS, Counter(members).most_common(5)


async def _morning(cast: Cast, folder: Path, migrated: Path) -> Morning:
    database = shutil.copy(migrated, folder / "permanence.db")
    directory = cast.write_directory(folder / "people.csv")
    (folder / "files").mkdir()
    async with running_world(
        f"sqlite:///{database}", bound=(), directory=directory, has_rates=False
    ) as world:
        hands = await play(world, cast, tell(cast))
        session_id = await download(hands)
        everything = COUNTED_VOTES + 2
        await world.teams.until(
            lambda: len(published_codes(world.teams, ROOM)) >= everything, timeout=30
        )
        codes = published_codes(world.teams, ROOM)
    return Morning(folder / "files", session_id, codes, hands.clicks, hands.year)


def _check_the_story(size: int, expected: Expected) -> None:
    """That it is the morning that was asked for, and some of its figures by hand."""
    reports = expected.reports
    decided = {number: expected.votes[number] for number in expected.decided}
    assert URGENT in decided
    assert (len(reports), len(decided)) == (201, 200)
    divided = [v for v in decided.values() if v["figures"]["against"] or v["figures"]["abstain"]]
    assert len(divided) == 40
    assert Counter(expected.left_lots.values()) == {"asked": 20, "amended": 6, "secret_ballot": 1}
    assert sum(report["amended"] for report in reports.values()) == 6
    assert sum(len(report["aside"]) for report in reports.values()) == 30
    assert [reports[number]["state"] for number in expected.secret] == ["postponed"]
    assert len(expected.annulled) == 1
    assert len({holder for _, holder in expected.members["represented"]}) == 13
    for number, (outcome, *figures) in BY_HAND[size].items():
        vote = expected.votes[number]
        counted = [vote["figures"][c] for c in ("for", "against", "abstain", "no_part", "silent")]
        assert (number, vote["outcome"], counted) == (number, outcome, figures)
