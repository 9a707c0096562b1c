"""Every button: a verb and its typed data, used both to build the button and to parse the click.

Nothing in a click says who the person is or what they may do: it only names what they pressed.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    TypeAdapter,
    ValidationError,
)

from domain.errors import Refusal
from domain.files import LONGEST_LINK, LONGEST_NAME, MOST_FILES, File
from domain.input import NONE, clean

Id = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z._-]{1,64}$")]
Choice = Annotated[str, StringConstraints(max_length=64)]
Written = Annotated[str, AfterValidator(clean)]
"""What people write: how long it may be is for the rules to say, with a sentence."""
_FILES = TypeAdapter(tuple[File, ...])


def _files(written: Any) -> Any:
    """A field of a form is a text: this one holds names and links as JSON."""
    return _FILES.validate_json(written) if isinstance(written, str) and written else written or ()


def _few(files: tuple[File, ...]) -> tuple[File, ...]:
    """No more and no longer than what our own forms hold."""
    if len(files) > MOST_FILES or any(
        len(file.name) > LONGEST_NAME or len(file.link) > LONGEST_LINK for file in files
    ):
        raise ValueError("files")
    return tuple(File(clean(file.name), clean(file.link)) for file in files)


Files = Annotated[tuple[File, ...], BeforeValidator(_files), AfterValidator(_few)]
Page = Annotated[int, Field(ge=0, le=10_000)]

_BY_VERB: dict[str, type[Action]] = {}


class Action(BaseModel):
    """What a person wants, as a button or a typed word says it."""

    model_config = ConfigDict(frozen=True, extra="ignore")
    verb: ClassVar[str]

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        if cls.verb in _BY_VERB:
            raise ValueError(f"the verb {cls.verb} names two actions")
        _BY_VERB[cls.verb] = cls

    @property
    def is_form(self) -> bool:
        """A sent form: its data is unique, so that a repeat is always a repeat."""
        return "form_id" in type(self).model_fields


def parse(data: Any) -> Action:
    """The action that a click carries.

    Raises Refusal `card.unknown` for a verb that this release does not have, and `card.unreadable`
    for data that none of our cards would send.
    """
    verb = data.get("verb") if isinstance(data, dict) else None
    action = _BY_VERB.get(verb) if isinstance(verb, str) else None
    if action is None:
        raise Refusal("card.unknown")
    try:
        return action.model_validate(data)
    except ValidationError as error:
        raise Refusal("card.unreadable") from error


def all_actions() -> list[type[Action]]:
    return list(_BY_VERB.values())


class ShowHome(Action):
    verb = "home.show"


class ShowSomeone(Action):
    verb = "someone.show"


class ChooseLanguage(Action):
    verb = "language.choose"
    locale: Choice = ""


class BindChannel(Action):
    verb = "channel.bind"
    team: Choice = ""


class ShowChannelHelp(Action):
    verb = "channel.help"


class CloseForm(Action):
    verb = "form.close"


class OpenIncidentForm(Action):
    verb = "incident.form"
    what: Written = ""


class OpenMessageForm(Action):
    """A message that somebody wrote, to be reported; `author` unless it is their own."""

    verb = "incident.message_form"
    what: Written = ""
    author: Written = ""
    files: Files = ()


class ReportIncident(Action):
    verb = "incident.report"
    form_id: Id
    what: Written = ""
    category: Choice = NONE
    application: Choice = NONE
    audience: Choice = "me"
    can_work: Choice = "hardly"
    files: Files = ()


class ExplainApplication(ReportIncident):
    """The form as it is filled so far, to be shown again with what the application chosen is."""

    verb = "application.explain"


class FindApplications(Action):
    """What somebody types into the list of applications."""

    verb = "application.search"
    words: Written = ""
    skip: Page = 0


class ListIncidents(Action):
    verb = "incident.list"
    page: Page = 0


class ShowIncident(Action):
    verb = "incident.show"
    incident_id: Id


class ReadIncident(Action):
    verb = "incident.read"
    incident_id: Id
    page: Page = 0


class OpenDetailForm(Action):
    verb = "incident.detail_form"
    incident_id: Id


class AddDetail(Action):
    verb = "incident.add_detail"
    incident_id: Id
    form_id: Id
    detail: Written = ""


class AddSentence(Action):
    """What was typed is not a new incident: it belongs to one that is open."""

    verb = "incident.add_sentence"
    incident_id: Id
    form_id: Id
    what: Written = ""
    files: Files = ()


class CancelIncident(Action):
    verb = "incident.cancel"
    incident_id: Id


class TakeIncident(Action):
    verb = "incident.take"
    incident_id: Id


class OpenQuestionForm(Action):
    verb = "incident.question_form"
    incident_id: Id


class AskQuestion(Action):
    verb = "incident.ask"
    incident_id: Id
    form_id: Id
    question: Written = ""


class OpenSolutionForm(Action):
    verb = "incident.solution_form"
    incident_id: Id


class SolveIncident(Action):
    """`canned` is one of the team's ready answers, by its place in the list."""

    verb = "incident.solve"
    incident_id: Id
    form_id: Id
    canned: Choice = NONE
    solution: Written = ""
