"""`python -m tests.benchmarks`: run the parts, print their tables, write BENCHMARKS.md."""

from __future__ import annotations

import argparse
import signal
import sys
import tempfile
import time
from pathlib import Path

from bot.settings import PROJECT
from tests.benchmarks import report
from tests.benchmarks.compare import OTHERS, Options, compare
from tests.benchmarks.growth import DATABASES, growth
from tests.benchmarks.latency import latency
from tests.benchmarks.processes import Stub, running_stub

DOCUMENT = PROJECT / "BENCHMARKS.md"
CONTENDERS = ["ours", *(other.name for other in OTHERS)]
LARGE = 1_000_000
PARTS = ("all", "ours", "compare", "latency", "growth")


def main() -> int:
    options = _parser().parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what we started is ended
    machine = report.machine()
    with tempfile.TemporaryDirectory(prefix="permanence-bench-") as folder, running_stub() as stub:
        sections = _sections(options, stub, Path(folder))
    text = report.document(machine, sections)
    print(text)
    if options.part == "all" and not options.only and options.large >= LARGE:
        DOCUMENT.write_text(text, encoding="utf-8")
    return 0


def _sections(options: argparse.Namespace, stub: Stub, folder: Path) -> list[report.Section]:
    """The parts that were asked for, each as a table and what follows from it."""
    chosen = Options(options.rounds, options.seconds, options.people, _say)
    sections: list[report.Section] = []
    if options.part in ("all", "ours", "compare"):
        everybody = ["ours"] if options.part == "ours" else CONTENDERS
        only = [name for name in options.only or everybody if name in CONTENDERS]
        found, left_out = compare(stub, folder / "compare", chosen, only)
        sections.append(report.comparison(found, left_out, chosen))
    if options.part in ("all", "latency"):
        sections.append(report.waiting(latency(stub, folder / "latency", chosen)))
    if options.part in ("all", "growth"):
        sizes = (options.small, options.large)
        only = [name for name in options.only or DATABASES if name in DATABASES]
        grown = growth(stub, folder / "growth", chosen, sizes, only)
        sections.append(report.growing(grown, sizes))
    return sections


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("part", nargs="?", choices=PARTS, default="all")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=5.0, help="of a measurement")
    parser.add_argument("--people", type=int, default=64, help="how many press at once")
    parser.add_argument("--only", nargs="+", help="some contenders, or one database")
    parser.add_argument("--small", type=int, default=1_000, help="incidents, for growth")
    parser.add_argument("--large", type=int, default=LARGE)
    return parser


def _say(words: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {words}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
