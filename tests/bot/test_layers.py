"""Who may import whom: the contracts of pyproject.toml, and what they cannot say."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.settings import PROJECT

LINTER = Path(sys.executable).with_name("lint-imports")
DOMAIN = sorted((PROJECT / "domain").glob("**/*.py"))


def imported_by(path: Path) -> Iterator[str]:
    """The top-level packages that a file imports, wherever in the file."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield (node.module or ".").partition(".")[0] if node.level == 0 else path.parent.name


def test_the_import_contracts_hold() -> None:
    done = subprocess.run(
        [LINTER, "--no-cache"], cwd=PROJECT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout
    assert " 0 broken" in done.stdout


def test_app_imports_the_parts_it_puts_together_and_nothing_else() -> None:
    allowed = {"bot", "domain", "simulator", "uvloop"} | sys.stdlib_module_names
    assert set(imported_by(PROJECT / "app.py")) - allowed == set()


@pytest.mark.parametrize("path", DOMAIN, ids=[path.name for path in DOMAIN])
def test_the_rules_import_the_standard_library_and_each_other(path: Path) -> None:
    assert set(imported_by(path)) - {"domain"} - sys.stdlib_module_names == set()


@pytest.mark.parametrize("name", ["datetime.now", "datetime.utcnow", "time.time", "date.today"])
def test_the_rules_never_ask_the_time(name: str) -> None:
    assert [path.name for path in DOMAIN if f"{name}(" in path.read_text(encoding="utf-8")] == []
