"""Roles × verbs × contexts: every cell of the tables as written, over HTTP and with real tokens."""

from __future__ import annotations

from dialogs import PRODUCT
from tests.proofs.proof import Figure, Run
from tests.proofs.rights_table import Cell, cells
from tests.proofs.rights_walk import SECRET, Walk, prepared_walk
from tests.proofs.session_rights_table import READERS, session_cells

UNKNOWN_VERBS = (
    "incident.destroy",
    "INCIDENT.TAKE",
    "incident.take ",
    "",
    "*",
    None,
    1,
    ["home.show"],
)


async def prove(run: Run) -> list[Figure]:
    every = [*cells(), *session_cells()]
    wrong, leaks = [], 0
    async with prepared_walk() as walk:
        may_read = {
            *((c.who, c.context) for c in cells() if c.verb == "incident.read" and c.right != "-"),
            *((c.who, c.context) for c in session_cells() if c.who in READERS),
        }
        for number, cell in enumerate(every):
            right, said = await walk.measure(cell)
            wrong += [f"{cell}: {right} for {cell.right}"] if right != cell.right else []
            leaks += SECRET in said and (cell.who, cell.context) not in may_read
            if number % 200 == 0:
                run.progress(f"rights: {number} cells of {len(every)}")
        unknown, let_in = await _press_unknown(walk)
    return _figures(every, wrong, leaks, unknown, let_in)


def _figures(
    every: list[Cell], wrong: list[str], leaks: int, unknown: int, let_in: list[str]
) -> list[Figure]:
    in_table = {cell.verb for cell in every}
    in_product = {action.verb for action in PRODUCT.routes}
    astray = in_table ^ in_product
    return [
        Figure(
            "Every cell of roles × verbs × contexts as written (own, other's, closed, fallen back, "
            "other tenant, guest, anonymous, the admin of the configuration), with real tokens",
            f"{len(every)} cells, {len(wrong)} otherwise{_named(wrong)}",
            not wrong,
        ),
        Figure(
            "Not a word of a request to whoever may not read it",
            f"{leaks} answers told one",
            leaks == 0,
        ),
        Figure(
            "Every verb of the product is in the table",
            f"{len(in_product)} verbs, {len(astray)} missing{_named(sorted(astray))}",
            not astray,
        ),
        Figure(
            "An unknown verb is refused, and changes nothing",
            f"{unknown} presses, {len(let_in)} let in{_named(let_in)}",
            not let_in and unknown > 0,
        ),
    ]


async def _press_unknown(walk: Walk) -> tuple[int, list[str]]:
    """Words that are no verb, pressed by everybody; returns how many, and those that did more."""
    let_in = []
    columns = dict.fromkeys(cell.who for cell in (*cells(), *session_cells()))
    for who in columns:
        for verb in UNKNOWN_VERBS:
            cell = Cell(verb, "other's", who, "-")  # type: ignore[arg-type]
            right, _ = await walk.measure(cell)
            let_in += [str(cell)] if right != "-" else []
    return len(columns) * len(UNKNOWN_VERBS), let_in


def _named(names: list[str]) -> str:
    return f": {'; '.join(names[:5])}" if names else ""
