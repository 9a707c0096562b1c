"""The buttons of the help desk beyond the first answer, and of whoever follows a solution."""

from __future__ import annotations

from cards.actions import Action, Choice, Id, Written


class OfIncident(Action):
    verb = "incident.of"
    incident_id: Id


class ShowTeamIncident(OfIncident):
    """The team's card, wherever it is asked for."""

    verb = "incident.show_team"


class OpenTransferForm(OfIncident):
    verb = "incident.transfer_form"


class TransferIncident(OfIncident):
    verb = "incident.transfer"
    form_id: Id
    team: Choice = ""
    note: Written = ""


class OpenAssignForm(OfIncident):
    verb = "incident.assign_form"


class AssignIncident(OfIncident):
    verb = "incident.assign"
    form_id: Id
    person: Choice = ""


class OpenPriorityForm(OfIncident):
    verb = "incident.priority_form"


class ChangePriority(OfIncident):
    verb = "incident.priority"
    form_id: Id
    priority: Choice = ""


class OpenHoldForm(OfIncident):
    verb = "incident.hold_form"


class HoldIncident(OfIncident):
    verb = "incident.hold"
    form_id: Id
    waits_for: Choice = "supplier"
    reason: Written = ""
    review_in: Choice = "1"


class ResumeIncident(OfIncident):
    verb = "incident.resume"


class OpenMergeForm(OfIncident):
    verb = "incident.merge_form"


class MergeIncident(OfIncident):
    """`number` is that of the incident under which this one will be dealt with."""

    verb = "incident.merge"
    form_id: Id
    number: Written = ""


class OpenReopenForm(OfIncident):
    verb = "incident.reopen_form"


class ReopenIncident(OfIncident):
    verb = "incident.reopen"
    form_id: Id
    words: Written = ""


class RateIncident(OfIncident):
    verb = "incident.rate"
    rating: Choice = "yes"


class OpenCallForm(Action):
    """`who` is what was typed after the word."""

    verb = "call.form"
    who: Written = ""


class EnterCall(Action):
    verb = "call.enter"
    form_id: Id
    who: Written = ""
    what: Written = ""
    can_work: Choice = "hardly"
