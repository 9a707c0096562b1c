"""The buttons of remote sessions. Nothing in them says who votes, or with what weight.

`seen` is the version of a seat's ballot that the card showed: an old button changes nothing.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import ConfigDict, Field, StringConstraints

from cards.actions import Action, Choice, Id, Page, Written

Seen = Annotated[int, Field(ge=0, le=1_000_000)]
Several = Annotated[str, StringConstraints(max_length=20_000)]
"""Values of a multiple choice, parted by commas, as Teams sends them."""
MaybeId = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{0,64}$")]


class OfSession(Action):
    verb = "session.of"
    session_id: Id


class ShowSession(Action):
    """Ma séance. Without a session: the one that concerns this person now."""

    verb = "session.show"
    session_id: MaybeId = ""


class AnswerConvocation(OfSession):
    verb = "session.answer"
    answer: Choice


class EnterSession(OfSession):
    verb = "session.enter"


class LeaveSession(OfSession):
    verb = "session.leave"


class ShowMore(OfSession):
    """Plus: what is needed less often."""

    verb = "session.more"


class OpenProxyForm(OfSession):
    """`for_others`: the secretary writes it down for somebody."""

    verb = "proxy.form"
    for_others: bool = False


class GiveProxy(OfSession):
    verb = "proxy.give"
    form_id: Id
    giver: MaybeId = ""
    holder: MaybeId = ""
    until: Choice = ""
    evidence: Written = ""


class EndProxy(OfSession):
    verb = "proxy.end"
    giver: MaybeId = ""


class RestoreProxy(OfSession):
    verb = "proxy.restore"


class OpenRecusalForm(OfSession):
    verb = "recusal.form"


class StepAside(OfSession):
    verb = "recusal.declare"
    form_id: Id
    item: MaybeId = ""
    ground: Written = ""


class CastVote(OfSession):
    """One choice for a seat, on every report of the vote: Pour, or Pour sur tout."""

    verb = "vote.cast"
    vote_id: Id
    seat: Id
    choice: Choice
    seen: Seen


class CastAsAnnounced(OfSession):
    verb = "vote.announced"
    vote_id: Id
    seat: Id
    position: Seen
    seen: Seen


class OpenCaseForm(OfSession):
    verb = "vote.case_form"
    vote_id: Id
    seat: Id
    page: Page = 0


class CastCaseByCase(OfSession):
    """Au cas par cas: an input a report, named by its id."""

    model_config = ConfigDict(frozen=True, extra="allow")
    verb = "vote.cases"
    form_id: Id
    vote_id: Id
    seat: Id
    seen: Seen
    page: Page = 0

    def choices(self, item_ids: list[str]) -> dict[str, str]:
        sent: dict[str, Any] = self.model_extra or {}
        return {item: str(sent[item]) for item in item_ids if sent.get(item)}


class OpenTakeOutForm(OfSession):
    verb = "lot.take_out_form"
    lot_id: Id
    page: Page = 0


class TakeOut(OfSession):
    verb = "lot.take_out"
    form_id: Id
    lot_id: MaybeId = ""
    item: MaybeId = ""


class OpenPositionForm(OfSession):
    verb = "lot.position_form"
    lot_id: Id


class AnnouncePosition(OfSession):
    """Position du groupe: a default, and the reports on which the group votes otherwise."""

    verb = "lot.announce"
    form_id: Id
    lot_id: Id
    default: Choice = ""
    except_for: Several = ""
    except_against: Several = ""
    except_abstain: Several = ""


class OpenPlanForm(Action):
    """Nouvelle séance."""

    verb = "session.plan_form"


class PlanSession(Action):
    verb = "session.plan"
    form_id: Id
    title: Written = ""
    profile: Choice = ""
    day: Choice = ""
    hour: Choice = ""
    chair: MaybeId = ""
    secretaries: Several = ""
    remote: Choice = "true"
    convocation: Written = ""


class OpenImportForm(OfSession):
    verb = "report.import_form"


class ImportReports(OfSession):
    verb = "report.import"
    form_id: Id
    csv: Written = ""


class OpenReportForm(OfSession):
    verb = "report.form"


class AddReport(OfSession):
    verb = "report.add"
    form_id: Id
    number: Written = ""
    title: Written = ""
    rapporteur: Written = ""
    nature: Choice = "ordinary"
    ground: Written = ""


class MakeLots(OfSession):
    """A lot for every subject that reports share."""

    verb = "lot.make"


class ShowDesk(OfSession):
    """The secretary's cockpit."""

    verb = "session.desk"


class ShowDeskMore(OfSession):
    verb = "session.desk_more"


class OpenSession(OfSession):
    verb = "session.open"


class CallAgain(OfSession):
    verb = "session.call_again"


class OpenRollForm(OfSession):
    verb = "session.roll_form"


class CallRoll(OfSession):
    verb = "session.roll"
    form_id: Id
    present: Several = ""


class OpenCallForm(OfSession):
    """Appeler le rapport: which one, where it is not the next."""

    verb = "report.call_form"


class CallReport(OfSession):
    """`target` is a report or a lot; empty for the next of the agenda."""

    verb = "report.call"
    target: MaybeId = ""
    waiver: Written = ""


class OpenSpeakerList(OfSession):
    verb = "floor.open"


class CloseSpeakerList(OfSession):
    verb = "floor.close"


class OpenVote(OfSession):
    """On what is in hand, or on the amendment or urgency that `item` names."""

    verb = "vote.open"
    item: MaybeId = ""


class CloseVote(OfSession):
    verb = "vote.close"
    vote_id: Id


class OpenAnnulForm(OfSession):
    verb = "vote.annul_form"
    vote_id: Id


class AnnulVote(OfSession):
    verb = "vote.annul"
    form_id: Id
    vote_id: Id
    reason: Written = ""


class ProclaimResults(OfSession):
    verb = "vote.proclaim"
    vote_id: Id


class GiveCastingVote(OfSession):
    verb = "vote.casting"
    vote_id: Id
    item: Id
    choice: Choice


class OpenNominalForm(OfSession):
    verb = "nominal.form"
    vote_id: Id


class HearChoice(OfSession):
    verb = "nominal.hear"
    form_id: Id
    vote_id: Id
    seat: MaybeId = ""
    choice: Choice = ""


class ConfirmChoice(OfSession):
    verb = "nominal.confirm"
    vote_id: Id
    seat: Id
    heard: bool = True


class OpenSendBackForm(OfSession):
    verb = "report.send_back_form"


class SendBack(OfSession):
    verb = "report.send_back"
    form_id: Id
    item: MaybeId = ""
    ground: Choice = "other"
    reason: Written = ""


class OpenWithdrawForm(OfSession):
    verb = "report.withdraw_form"


class WithdrawReport(OfSession):
    verb = "report.withdraw"
    form_id: Id
    item: MaybeId = ""
    reason: Written = ""


class OpenAmendForm(OfSession):
    verb = "report.amend_form"


class AmendReport(OfSession):
    verb = "report.amend"
    form_id: Id
    item: MaybeId = ""
    title: Written = ""
    author: Written = ""


class OpenDepartureForm(OfSession):
    verb = "session.departure_form"


class NoteDeparture(OfSession):
    verb = "session.departure"
    form_id: Id
    member: MaybeId = ""


class OpenChairForm(OfSession):
    verb = "chair.form"


class TakeChair(OfSession):
    """Somebody else presides from now on."""

    verb = "chair.take"
    form_id: Id
    member: MaybeId = ""


class SuspendSession(OfSession):
    verb = "session.suspend"


class ResumeSession(OfSession):
    verb = "session.resume"


class CloseSession(OfSession):
    verb = "session.close"


class ShowMissing(OfSession):
    """Who has not voted yet."""

    verb = "vote.missing"
    vote_id: Id


class ShowMinutes(OfSession):
    """Procès-verbal: a link that only secretaries and the chair can open."""

    verb = "session.minutes"


class OpenVoteCard(OfSession):
    """From Ma séance to the vote that is open, where its own card cannot be found any more."""

    verb = "vote.open_card"
    vote_id: Id
