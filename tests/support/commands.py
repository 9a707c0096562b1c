"""The command line in this process: what it prints and how it ends, without the second that a new
process takes to start. `tests/bot/test_commands.py` starts real ones."""

from __future__ import annotations

import io
from contextlib import redirect_stdout
from dataclasses import dataclass

import pytest

from app import command_line
from bot.settings import SettingsMistake


@dataclass(frozen=True)
class Said:
    """`refusal` is the sentence with which the command ends with status 2; else there is none."""

    output: str
    refusal: str = ""


async def told(database_url: str, *arguments: str, **settings: object) -> Said:
    """Run a command on this database."""
    given = command_line().parse_args(arguments)
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as output:
        for name, value in {"database_url": database_url, **settings}.items():
            patch.setenv(f"PERMANENCE_{name.upper()}", str(value))
        try:
            await given.run(given)
        except SettingsMistake as mistake:
            return Said(output.getvalue(), str(mistake))
    return Said(output.getvalue())
