"""A disk of a few megabytes, to be filled: a tmpfs, which only the administrator may mount."""

from __future__ import annotations

import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

MEGABYTES = 48


class NoSmallDisk(Exception):
    """This user may not mount one."""


@contextmanager
def small_disk() -> Iterator[Path]:
    """A folder on a disk of its own. Raises NoSmallDisk."""
    with tempfile.TemporaryDirectory(prefix="permanence-disk-") as folder:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={MEGABYTES}m", "tmpfs", folder]
        done = subprocess.run(mount, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            raise NoSmallDisk(done.stderr.strip())
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "--lazy", folder], check=True)


@contextmanager
def filled(folder: Path) -> Iterator[None]:
    """Not a byte is left on the disk of this folder, until the end of the block."""
    ballast = folder / "ballast"
    try:
        with ballast.open("wb", buffering=0) as file:
            _fill(file.write)
        yield
    finally:
        ballast.unlink(missing_ok=True)


def _fill(write: Callable[[bytes], int]) -> None:
    for size in (2**20, 2**12, 1):
        try:
            while write(b"\0" * size):
                """There was room."""
        except OSError:
            continue
