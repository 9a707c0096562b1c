"""The stand-alone verifier: whoever touches a journal is found, by its chain or by the codes that
were published in the meeting."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
from pathlib import Path

import pytest

from domain.assembly import ledger
from domain.assembly.record import Entry, code_of
from domain.assembly.session import Session
from tests.domain.tamperings import (
    LAST,
    MIDDLE,
    OPENING,
    TAMPERINGS,
    Journal,
    Tampering,
    heads,
    rows,
    the_story,
)

VERIFIER = Path(__file__).parents[2] / "verify_journal.py"
NOT_FOR_ROWS = ("après la clôture", "manquants", "ajoutés", "type")
"""The rules put nothing after the end, and the columns of the table are what they are."""


def exported(journal: Journal) -> str:
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in journal)


class Desk:
    """Where the verifier is run as anybody would: a file, perhaps the codes, and Python alone."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def verify(self, journal: str | bytes, codes: str | None = None) -> tuple[int, str]:
        path = self.folder / "journal.jsonl"
        path.write_bytes(journal if isinstance(journal, bytes) else journal.encode())
        given = [path.name]
        if codes is not None:
            (self.folder / "codes.txt").write_text(codes, encoding="utf-8")
            given += ["--heads", "codes.txt"]
        return self.run(*given)

    def run(self, *given: str) -> tuple[int, str]:
        command = [sys.executable, "-I", "-S", "-X", "utf8", str(VERIFIER), *given]
        done = subprocess.run(
            command, cwd=self.folder, capture_output=True, encoding="utf-8", check=False
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path)


def test_a_journal_that_nobody_touched_passes(desk: Desk) -> None:
    status, said = desk.verify(exported(rows()), heads())
    assert status == 0
    assert f"Journal intact : {LAST} lignes" in said
    assert code_of(rows()[-1]["hash"]) in said


def test_without_the_codes_it_says_what_it_cannot_see(desk: Desk) -> None:
    status, said = desk.verify(exported(rows()))
    assert status == 0
    assert "Sans les codes publiés" in said


def test_it_says_from_where_on_no_code_vouches(desk: Desk) -> None:
    status, said = desk.verify(exported(rows()), heads().splitlines()[0])
    assert status == 0
    assert f"Après la hauteur {OPENING}" in said


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=str)
def test_whoever_touches_the_journal_is_found(desk: Desk, tampering: Tampering) -> None:
    status, said = desk.verify(exported(tampering.make()), heads())
    assert status == 1, said
    assert f"Hauteur {tampering.height} :" in said
    assert tampering.why in said


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=str)
def test_the_chain_alone_finds_all_but_what_was_cut_off_or_written_anew(
    desk: Desk, tampering: Tampering
) -> None:
    assert desk.verify(exported(tampering.make()))[0] == int(tampering.by_chain)


@pytest.mark.parametrize(
    "tampering", [t for t in TAMPERINGS if t.by_chain and t.why not in NOT_FOR_ROWS], ids=str
)
def test_the_application_does_not_read_such_rows_either(tampering: Tampering) -> None:
    session = Session(session_id="s1", profile=the_story().session.profile)
    with pytest.raises(ledger.BrokenJournal):
        ledger.catch_up(session, [Entry(**row) for row in tampering.make()])


@pytest.mark.parametrize(
    "line",
    [
        b"{ pas du JSON",
        b"\xff\xfe\x00",
        b"[]",
        b"null",
        b'{"height":31,"height":31}',
        b'{"height":NaN}',
        b"[" * 100_000,
    ],
    ids=["no JSON", "no UTF-8", "a list", "null", "a key twice", "no number", "too deep"],
)
def test_a_line_that_cannot_be_read_is_named(desk: Desk, line: bytes) -> None:
    lines = exported(rows()).encode().splitlines()
    lines[MIDDLE] = line
    status, said = desk.verify(b"\n".join(lines), heads())
    assert status == 1
    assert f"Hauteur {MIDDLE + 1} : la ligne est illisible" in said


def test_an_empty_journal_is_no_journal(desk: Desk) -> None:
    assert desk.verify("")[0] == 1
    assert desk.verify("", heads())[0] == 1


def test_codes_may_be_copied_by_hand(desk: Desk) -> None:
    by_hand = "# séance du 22 novembre\n\n" + heads().lower().replace(" ", "  ")
    assert desk.verify(exported(rows()), by_hand)[0] == 0


@pytest.mark.parametrize("codes", ["11 B24C", "onze B24C 2A82 7FDB BA0F", "0 " + "A" * 16, ""])
def test_a_slip_of_the_pen_accuses_nobody(desk: Desk, codes: str) -> None:
    status, said = desk.verify(exported(rows()), codes)
    assert status == 2
    assert "Rien n'a pu être vérifié" in said


def test_a_file_that_is_not_there_is_no_forgery(desk: Desk) -> None:
    assert desk.run("nowhere.jsonl")[0] == 2


def test_it_stands_alone_and_runs_on_an_old_python() -> None:
    source = VERIFIER.read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    imported = {
        (node.module if isinstance(node, ast.ImportFrom) else alias.name).partition(".")[0]
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
    }
    assert imported <= sys.stdlib_module_names
    assert len(source.splitlines()) <= 200
