"""Ways in which a SQLite file can be damaged while nobody looks."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

PAGE = 4096

Damage = Callable[[Path, random.Random], None]


def header(path: Path, chance: random.Random) -> None:
    _write(path, 0, chance.randbytes(100))


def first_page(path: Path, chance: random.Random) -> None:
    """The list of tables; the header stays."""
    _write(path, 100, chance.randbytes(PAGE - 100))


def some_pages(path: Path, chance: random.Random) -> None:
    """One page in five, the first one excepted."""
    pages = range(1, path.stat().st_size // PAGE)
    for page in chance.sample(pages, max(1, len(pages) // 5)):
        _write(path, page * PAGE, chance.randbytes(PAGE))


def one_page(path: Path, chance: random.Random) -> None:
    page = chance.randrange(1, path.stat().st_size // PAGE)
    _write(path, page * PAGE, chance.randbytes(PAGE))


def cut(path: Path, chance: random.Random) -> None:
    """The second half of the file is gone."""
    with path.open("r+b") as file:
        file.truncate(path.stat().st_size // (2 * PAGE) * PAGE)


WAYS: tuple[Damage, ...] = (header, first_page, some_pages, one_page, cut)


def _write(path: Path, at: int, content: bytes) -> None:
    with path.open("r+b") as file:
        file.seek(at)
        file.write(content)
