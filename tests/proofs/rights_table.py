"""Who may do what, to what: the table that `rights.py` walks, cell by cell.

`does`: something that people share is changed. `reads`: an answer, and nothing is changed. `-`:
refused in a sentence (or at the gate), nothing is changed, and not a word of somebody's request is
told to whoever may not read it.

Columns, people: a plain agent; a hotliner, technician, engineer, supervisor, elected member,
secretary, chair, administrator by the directory; `conf`, an agent whom PERMANENCE_ADMINS names;
a guest; an anonymous participant; `other`, the technician from a tenant that is not ours.

Lines, requests: for the team of the technicians, whose channel is bound. `fallen back`: somebody
else's, for a team of the engineers without a channel, so that the hotline's cards have it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tests.proofs.desk_rights_table import DESK_TABLE

CONTEXT_WIDTH = 15
TABLE = """
                agent  hotl  tech engin super elect  secr chair admin  conf guest  anon other
home.show
  anywhere      reads reads reads reads reads reads reads reads reads reads reads reads     -
someone.show
  anywhere      reads reads reads reads reads reads reads reads reads reads reads reads     -
channel.help
  anywhere      reads reads reads reads reads reads reads reads reads reads reads reads     -
form.close
  anywhere      reads reads reads reads reads reads reads reads reads reads reads reads     -
language.choose
  anywhere       does  does  does  does  does  does  does  does  does  does     -     -     -
channel.bind
  in a channel      -     -     -     -  does     -     -     -  does  does     -     -     -
  in a chat         -     -     -     -     -     -     -     -     -     -     -     -     -
incident.form
  anywhere      reads reads reads reads reads reads reads reads reads reads     -     -     -
incident.message_form
  anywhere      reads reads reads reads reads reads reads reads reads reads     -     -     -
incident.list
  anywhere      reads reads reads reads reads reads reads reads reads reads     -     -     -
queue.export
  anywhere          - reads reads reads reads     -     -     -     -     -     -     -     -
application.search
  anywhere      reads reads reads reads reads reads reads reads reads reads     -     -     -
application.explain
  anywhere      reads reads reads reads reads reads reads reads reads reads     -     -     -
incident.report
  anywhere       does  does  does  does  does  does  does  does  does  does     -     -     -
incident.show
  own           reads reads reads reads reads reads reads reads reads reads     -     -     -
  other's           -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed   reads reads reads reads reads reads reads reads reads reads     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -     -     -     -     -     -     -     -     -     -     -     -     -
queue.show
  own               - reads reads reads reads     -     -     -     -     -     -     -     -
  other's           - reads reads reads reads     -     -     -     -     -     -     -     -
  fallen back       - reads reads reads reads     -     -     -     -     -     -     -     -
incident.search
  own           reads reads reads reads reads reads reads reads reads reads     -     -     -
  other's       reads reads reads reads reads reads reads reads reads reads     -     -     -
  fallen back   reads reads reads reads reads reads reads reads reads reads     -     -     -
incident.read
  own           reads reads reads reads reads reads reads reads reads reads     -     -     -
  other's           -     - reads     - reads     -     -     -     -     -     -     -     -
  own, closed   reads reads reads reads reads reads reads reads reads reads     -     -     -
  other, closed     -     - reads     - reads     -     -     -     -     -     -     -     -
  fallen back       - reads     - reads reads     -     -     -     -     -     -     -     -
incident.desk
  own               -     - reads     - reads     -     -     -     -     -     -     -     -
  other's           -     - reads     - reads     -     -     -     -     -     -     -     -
  own, closed       -     - reads     - reads     -     -     -     -     -     -     -     -
  other, closed     -     - reads     - reads     -     -     -     -     -     -     -     -
  fallen back       - reads     - reads reads     -     -     -     -     -     -     -     -
incident.detail_form
  own           reads reads reads reads reads reads reads reads reads reads     -     -     -
  other's           -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -     -     -     -     -     -     -     -     -     -     -     -     -
incident.add_detail
  own            does  does  does  does  does  does  does  does  does  does     -     -     -
  other's           -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -     -     -     -     -     -     -     -     -     -     -     -     -
incident.add_sentence
  own            does  does  does  does  does  does  does  does  does  does     -     -     -
  other's           -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -     -     -     -     -     -     -     -     -     -     -     -     -
incident.cancel
  own            does  does  does  does  does  does  does  does  does  does     -     -     -
  other's           -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -     -     -     -     -     -     -     -     -     -     -     -     -
incident.take
  own               -     -  does     -     -     -     -     -     -     -     -     -     -
  other's           -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -  does     -  does     -     -     -     -     -     -     -     -     -
incident.question_form
  own               -     - reads     -     -     -     -     -     -     -     -     -     -
  other's           -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       - reads     - reads     -     -     -     -     -     -     -     -     -
incident.ask
  own               -     -  does     -     -     -     -     -     -     -     -     -     -
  other's           -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -  does     -  does     -     -     -     -     -     -     -     -     -
incident.solution_form
  own               -     - reads     -     -     -     -     -     -     -     -     -     -
  other's           -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       - reads     - reads     -     -     -     -     -     -     -     -     -
incident.solve
  own               -     -  does     -     -     -     -     -     -     -     -     -     -
  other's           -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed       -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed     -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back       -  does     -  does     -     -     -     -     -     -     -     -     -
"""


@dataclass(frozen=True)
class Cell:
    verb: str
    context: str
    who: str
    right: str

    def __str__(self) -> str:
        return f"{self.verb}, {self.context}, {self.who}"


def cells() -> Iterator[Cell]:
    yield from read_table(TABLE, CONTEXT_WIDTH)
    yield from read_table(DESK_TABLE, CONTEXT_WIDTH)


def read_table(table: str, context_width: int) -> Iterator[Cell]:
    """The first line names the columns, a line at the margin names the verb."""
    head, *lines = table.strip("\n").splitlines()
    columns, verb = head.split(), ""
    for line in lines:
        if not line.startswith(" "):
            verb = line
            continue
        context, rights = line[:context_width].strip(), line[context_width:].split()
        for who, right in zip(columns, rights, strict=True):
            yield Cell(verb, context, who, right)
