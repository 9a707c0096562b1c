"""What the session has left behind, in the shape of the expected record.

The files are those that a secretary exports; the published codes are read in the meeting's channel.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from bot.session_files import export_journal, write_minutes
from bot.settings import PROJECT
from simulator import Teams
from tests.scenarios.assembly.expected import Expected

CODE = re.compile(r"code de contrôle ([0-9A-F]{4}(?: [0-9A-F]{4}){3}) \(entrée (\d+) du journal\)")
OF_VOTE = ("lot", "outcome", "figures", "deliberation")


async def export(session_id: str, folder: Path) -> dict[str, Any]:
    """As `python app.py` writes them. Gives the minutes as data."""
    await export_journal(session_id, folder)
    await write_minutes(session_id, folder)
    [written] = folder.glob("*.json")
    told: dict[str, Any] = json.loads(written.read_bytes())
    return told


def found(told: dict[str, Any]) -> Expected:
    """Who was seated stands in the extracts, for reports alone."""
    listed = {report["number"]: report for report in told["reports"]}
    added = {report["number"]: report["added"] or "" for report in told["agenda"]}
    return Expected(
        votes={vote["number"]: _vote(vote) for vote in told["votes"]},
        seated={extract["number"]: _seated(extract) for extract in told["extracts"]},
        reports={number: _report(report, added[number]) for number, report in listed.items()},
        members=_members(told["members"]),
        left_lots={left["report"]: left["why"] for lot in told["lots"] for left in lot["left"]},
        lots={n: lot["reports"] for n, lot in enumerate(told["lots"], start=1)},
        annulled=[each["reason"] for each in told["annulled"]],
        secret=[number for number, report in listed.items() if _was_secret(told, report)],
    )


def published_codes(teams: Teams, room: str) -> list[str]:
    """As anybody could copy them, "height CODE" a line."""
    [channel] = [each for each in teams.conversations.values() if each.name == room]
    words = "\n".join(message.words for message in channel.messages.values())
    return [f"{height} {code}" for code, height in CODE.findall(words.replace("\\", ""))]


def verify(folder: Path, codes: list[str]) -> str:
    """What the verifier says of the exported journal, which it reads without the project."""
    [journal] = folder.glob("*.jsonl")
    heads = folder / "codes.txt"
    heads.write_text("\n".join(codes), encoding="utf-8")
    verifier = PROJECT / "verify_journal.py"
    command = [sys.executable, "-I", *map(str, (verifier, journal, "--heads", heads))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def _vote(vote: dict[str, Any]) -> dict[str, Any]:
    ballots = vote["ballots"]
    return {name: vote[name] for name in OF_VOTE} | {
        "has_casting": vote["casting"] is not None,
        "names": {ballot["name"]: ballot["choice"] for ballot in ballots},
        "by": {ballot["name"]: ballot["by"] for ballot in ballots if ballot["by"]},
        "quorum": {name: vote["quorum"][name] for name in ("counted", "need", "base")},
        "without_ballot": [said.partition(" (")[0] for said in vote["aside"]],
    }


def _report(report: dict[str, Any], added: str) -> dict[str, Any]:
    return {
        "title": report["title"],
        "state": report["state"],
        "deliberation": report["deliberation"],
        "amended": report["amended"] is not None,
        "ground": added.partition("Motif de l'urgence : ")[2],
        "aside": [(each["name"], each["ground"]) for each in report["recused"]],
    }


def _seated(extract: dict[str, Any]) -> list[str]:
    """Those present, then those represented, by the extract of this deliberation."""
    here = extract["members"]
    assert extract["vote"]["number"] == extract["number"]
    assert (
        len(here["present"]) + len(here["represented"]) + len(here["absent"]) == here["in_office"]
    )
    return [*here["present"], *here["represented"]]


def _members(members: dict[str, Any]) -> dict[str, Any]:
    return {
        "in_office": members["in_office"],
        "present": [each["name"] for each in members["present"]],
        "represented": [(each["name"], each["holder"]) for each in members["represented"]],
        "excused": members["excused"],
        "absent": members["absent"],
        "without_vote": [each["name"] for each in members["without_vote"]],
    }


def _was_secret(told: dict[str, Any], report: dict[str, Any]) -> bool:
    return any(said.startswith(report["title"]) for said in told["secret_ballots"])
