"""The same for what the whole desk does: calls, transfers, waiting, duplicates, what follows.

Lines as in `rights_table.py`. A request that is resumed waits for a supplier; one that is merged
has another, of somebody's and open, to be merged into.
"""

DESK_TABLE = """
                agent  hotl  tech engin super elect  secr chair admin  conf guest  anon other
incident.show_team
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     - reads     -     -     -     -     -     -     -     -     -     -
  other, closed    -     - reads     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.transfer_form
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.transfer
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.assign_form
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.assign
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.priority_form
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.priority
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.hold_form
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.hold
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.resume
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.merge_form
  own              -     - reads     -     -     -     -     -     -     -     -     -     -
  other's          -     - reads     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      - reads     - reads     -     -     -     -     -     -     -     -     -
incident.merge
  own              -     -  does     -     -     -     -     -     -     -     -     -     -
  other's          -     -  does     -     -     -     -     -     -     -     -     -     -
  own, closed      -     -     -     -     -     -     -     -     -     -     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -  does     -  does     -     -     -     -     -     -     -     -     -
incident.reopen_form
  own              -     -     -     -     -     -     -     -     -     -     -     -     -
  other's          -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed  reads reads reads reads reads reads reads reads reads reads     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -     -     -     -     -     -     -     -     -     -     -     -     -
incident.reopen
  own              -     -     -     -     -     -     -     -     -     -     -     -     -
  other's          -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed   does  does  does  does  does  does  does  does  does  does     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -     -     -     -     -     -     -     -     -     -     -     -     -
incident.rate
  own              -     -     -     -     -     -     -     -     -     -     -     -     -
  other's          -     -     -     -     -     -     -     -     -     -     -     -     -
  own, closed   does  does  does  does  does  does  does  does  does  does     -     -     -
  other, closed    -     -     -     -     -     -     -     -     -     -     -     -     -
  fallen back      -     -     -     -     -     -     -     -     -     -     -     -     -
call.form
  anywhere         - reads reads reads reads     -     -     -     -     -     -     -     -
call.enter
  anywhere         -  does  does  does  does     -     -     -     -     -     -     -     -
"""
