"""`python -m tests.proofs`: run the parts, print their figures, write PROOF.md."""

from __future__ import annotations

import argparse
import asyncio
import os
import platform
import sys
import time
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from pathlib import Path

from tests.proofs.proof import Figure, Run

PARTS = {
    "repeats": "Activities delivered again, shuffled, with new ids",
    "connector": "A connector that fails",
    "kills": "kill -9 at every commit point",
    "replicas": "Two replicas, one killed or frozen",
    "database": "The database locked, full, damaged",
    "clock": "Clocks that jump, outages of any length",
    "rights": "Roles × verbs × contexts",
    "mutations": "Every field of every card changed, every card replayed",
    "hostile": "Hostile bodies and words",
    "ballots": "Everybody votes at once, and the vote closes in the middle",
    "vote_kills": "kill -9 while voting",
    "gate": "Irregular tokens and service addresses",
}
PROOF = Path(__file__).resolve().parents[2] / "PROOF.md"


@dataclass(frozen=True)
class Result:
    name: str
    seconds: float
    figures: list[Figure]

    @property
    def holds(self) -> bool:
        return all(figure.holds for figure in self.figures)


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.proofs", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of {', '.join(PARTS)}")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--scale", type=float, default=1.0, help="1.0 is the full proof")
    options = parser.parse_args()
    wanted = options.parts or list(PARTS)
    results = [_run(name, Run(options.seed, options.scale, _say)) for name in wanted]
    for result in results:
        print(_section(result))
    if wanted == list(PARTS) and options.scale == 1.0:
        PROOF.write_text(_document(results, options.seed), encoding="utf-8")
    return 0 if all(result.holds for result in results) else 1


def _run(name: str, run: Run) -> Result:
    run.progress(f"{name}: {PARTS[name]}")
    started = time.monotonic()
    figures = asyncio.run(import_module(f"tests.proofs.{name}").prove(run))
    return Result(name, time.monotonic() - started, figures)


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


def _section(result: Result) -> str:
    lines = [f"## {PARTS[result.name]}", "", "| claim | measured | holds |", "|---|---|---|"]
    lines += [
        f"| {figure.claim} | {figure.measured} | {'yes' if figure.holds else '**NO**'} |"
        for figure in result.figures
    ]
    lines += ["", f"`python -m tests.proofs {result.name}`: {result.seconds:.0f} s.", ""]
    return "\n".join(lines)


def _document(results: list[Result], seed: int) -> str:
    head = [
        "# Proof",
        "",
        f"`make prove` on {date.today():%d %B %Y} with seed {seed}, on {platform.system()} with",
        f"Python {platform.python_version()}, {os.cpu_count()} cores; as measured.",
        "",
    ]
    return "\n".join([*head, *map(_section, results)])


if __name__ == "__main__":
    sys.exit(main())
