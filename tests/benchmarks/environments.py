"""The virtual environments of the contenders, beside the project's own and ignored by git."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from bot.settings import PROJECT

REQUIREMENTS = Path(__file__).parent / "requirements"
INSTALL_SECONDS = 300


class NotInstalled(Exception):
    """With the reason, in one line."""


@dataclass(frozen=True)
class Environment:
    name: str

    @property
    def folder(self) -> Path:
        return PROJECT / f".venv-bench-{self.name}"

    @property
    def python(self) -> str:
        return str(self.folder / "bin" / "python")

    @property
    def lock(self) -> Path:
        return REQUIREMENTS / f"{self.name}.lock"

    def install(self) -> None:
        """Once for each state of the lock file. Raises NotInstalled."""
        mark = self.folder / "installed"
        wanted = self.lock.read_text(encoding="utf-8")
        if mark.exists() and mark.read_text(encoding="utf-8") == wanted:
            return
        _run([sys.executable, "-m", "venv", str(self.folder)])
        pip = [self.python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
        _run([*pip, "--require-hashes", "-r", str(self.lock)])
        mark.write_text(wanted, encoding="utf-8")

    def version_of(self, package: str) -> str:
        pinned = f"{package}=="
        lines = self.lock.read_text(encoding="utf-8").splitlines()
        line = next(line for line in lines if line.startswith(pinned))
        return line.removeprefix(pinned).split()[0]


def _run(command: list[str]) -> None:
    try:
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=INSTALL_SECONDS, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NotInstalled(type(error).__name__) from error
    if done.returncode:
        lines = done.stderr.strip().splitlines() or ["no reason given"]
        raise NotInstalled(lines[-1])
