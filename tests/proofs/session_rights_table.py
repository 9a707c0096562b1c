"""Who may do what in a session: roles × verbs × phases, as `rights_table.py` for requests.

Columns: a plain agent; a technician; a supervisor; elect, on the roster with a deliberative voice;
voice, on the roster without one; apart, elected and not on the roster; the chair, who presides and
holds a proxy; the secretary of this session; clerk, the secretary of another; an administrator by
the directory and one by PERMANENCE_ADMINS; a guest; an anonymous participant; afar, the secretary
from a tenant that is not ours.

Lines: a phase of the session (`session_phases.py`), and whose seat the button is about: one's own,
somebody else's, or that of the proxy which the chair holds.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.proofs.rights_table import Cell, read_table

CONTEXT_WIDTH = 17
TABLE = """
                 agent  tech super elect voice apart chair  secr clerk admin  conf guest  anon  afar
session.show
  opened             -     -     - reads reads     - reads reads     -     -     -     -     -     -
  over               -     -     - reads reads     - reads reads     -     -     -     -     -     -
session.answer
  gathered           -     -     -  does  does     -  does     -     -     -     -     -     -     -
  opened             -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.enter
  grouped            -     -     -  does  does     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.leave
  opened             -     -     -  does  does     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.more
  opened             -     -     - reads reads     - reads     -     -     -     -     -     -     -
  over               -     -     - reads reads     - reads     -     -     -     -     -     -     -
proxy.form
  opened             -     -     - reads reads     - reads reads     -     -     -     -     -     -
  over               -     -     - reads reads     - reads reads     -     -     -     -     -     -
proxy.give
  grouped            -     -     -  does     -     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
proxy.end
  returned           -     -     -  does     -     -     -     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
proxy.restore
  left               -     -     -  does     -     -     -     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
recusal.form
  opened             -     -     - reads reads     - reads     -     -     -     -     -     -     -
  over               -     -     - reads reads     - reads     -     -     -     -     -     -     -
recusal.declare
  opened             -     -     -  does  does     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.cast
  voting             -     -     -  does     -     -  does     -     -     -     -     -     -     -
  voting, other's    -     -     -     -     -     -     -     -     -     -     -     -     -     -
  voting, proxy      -     -     -     -     -     -  does     -     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.announced
  voting             -     -     -  does     -     -     -     -     -     -     -     -     -     -
  voting, other's    -     -     -     -     -     -     -     -     -     -     -     -     -     -
  voting, proxy      -     -     -     -     -     -  does     -     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.case_form
  voting             -     -     - reads     -     - reads     -     -     -     -     -     -     -
  voting, other's    -     -     -     -     -     -     -     -     -     -     -     -     -     -
  voting, proxy      -     -     -     -     -     - reads     -     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.cases
  voting             -     -     -  does     -     -  does     -     -     -     -     -     -     -
  voting, other's    -     -     -     -     -     -     -     -     -     -     -     -     -     -
  voting, proxy      -     -     -     -     -     -  does     -     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.open_card
  voting             -     -     - reads reads     - reads     -     -     -     -     -     -     -
  counted            -     -     - reads reads     - reads     -     -     -     -     -     -     -
lot.take_out_form
  opened             -     -     - reads reads     - reads     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
lot.take_out
  opened             -     -     -  does     -     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
lot.position_form
  opened             -     -     - reads reads     - reads     -     -     -     -     -     -     -
  over               -     -     - reads reads     - reads     -     -     -     -     -     -     -
lot.announce
  opened             -     -     -  does     -     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.plan_form
  anywhere           -     -     -     -     -     -     - reads reads     -     -     -     -     -
session.plan
  anywhere           -     -     -     -     -     -     -  does  does     -     -     -     -     -
report.import_form
  prepared           -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.import
  prepared           -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
report.form
  prepared           -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.add
  prepared           -     -     -     -     -     -     -  does     -     -     -     -     -     -
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
lot.make
  prepared           -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
session.desk
  prepared           -     -     - reads reads     - reads reads     -     -     -     -     -     -
  opened             -     -     - reads reads     - reads reads     -     -     -     -     -     -
  over               -     -     - reads reads     - reads reads     -     -     -     -     -     -
session.desk_more
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
session.open
  gathered           -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.call_again
  grouped            -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.roll_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
session.roll
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
report.call_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.call
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
floor.open
  called             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
floor.close
  debating           -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.open
  called             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.close
  voting             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.annul_form
  voting             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.annul
  voting             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.proclaim
  counted            -     -     -     -     -     -  does  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.casting
  counted            -     -     -     -     -     -  does     -     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
nominal.form
  voting             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
nominal.hear
  voting             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
nominal.confirm
  heard              -     -     -     -     -     -  does     -     -     -     -     -     -     -
  counted            -     -     -     -     -     -     -     -     -     -     -     -     -     -
report.send_back_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.send_back
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
report.withdraw_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.withdraw
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
report.amend_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
report.amend
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.departure_form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
session.departure
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.suspend
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.resume
  suspended          -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.close
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
chair.form
  opened             -     -     -     -     -     -     - reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     - reads     -     -     -     -     -     -
chair.take
  opened             -     -     -     -     -     -     -  does     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
vote.missing
  voting             -     -     -     -     -     - reads reads     -     -     -     -     -     -
  over               -     -     -     -     -     -     -     -     -     -     -     -     -     -
session.minutes
  opened             -     -     -     -     -     - reads reads     -     -     -     -     -     -
  over               -     -     -     -     -     - reads reads     -     -     -     -     -     -
"""

READERS = frozenset({"elect", "voice", "chair", "secr"})
"""Those who may read the reports of this session from its cards."""


def session_cells() -> Iterator[Cell]:
    return read_table(TABLE, CONTEXT_WIDTH)


SESSION_VERBS = tuple(dict.fromkeys(cell.verb for cell in session_cells()))
