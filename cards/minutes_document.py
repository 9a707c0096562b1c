"""The minutes and the extracts of deliberations as Word files: drafts, to be corrected and signed.

What is said is in the data (`cards/minutes.py`); here it only gets its place on paper.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from cards.minutes_votes import CHOICES
from cards.texts import Texts

if TYPE_CHECKING:
    from cards.paper import Paper

Data = Mapping[str, Any]


def minutes_document(data: Data, texts: Texts) -> bytes:
    """The draft of the minutes, its annex of votes last."""
    title = texts("minutes.title", date=data["date"])
    paper = _paper(data, title, texts)
    paper.line(data["session"], strong=True)
    paper.lines([data["held"], texts("minutes.draft_note")])
    _who_runs_it(paper, data, texts)
    _section(paper, texts("minutes.head.course"), [each["text"] for each in data["course"]])
    _attendance(paper, data, texts)
    _agenda(paper, data, texts)
    paper.heading(texts("minutes.head.reports"))
    for report in data["reports"]:
        _report(paper, report, texts)
    _lots(paper, data, texts)
    _section(paper, texts("minutes.head.secret_ballots"), data["secret_ballots"])
    _section(paper, texts("minutes.head.annulled"), [each["text"] for each in data["annulled"]])
    _section(paper, texts("minutes.head.incidents"), data["incidents"])
    _codes(paper, data, texts)
    _signatures(paper, texts)
    if data["votes"]:
        paper.new_page()
        paper.heading(texts("minutes.head.annex"))
        for together in _alike(data["votes"]):
            _annex(paper, together, texts)
    return paper.to_bytes()


def extract_document(extract: Data, texts: Texts) -> bytes:
    """The draft of one deliberation: who sat, what was decided, who voted what."""
    title = texts("minutes.extract.number", number=extract["deliberation"])
    paper, members, vote = _paper(extract, title, texts), extract["members"], extract["vote"]
    paper.line(texts("minutes.extract.title"), strong=True)
    facts = {"session": extract["session"], "date": extract["date"]}
    paper.lines([texts("minutes.extract.session", **facts), extract["held"]])
    paper.line(texts("minutes.chair", names=vote["presided"]))
    paper.line(texts("minutes.secretaries", names=", ".join(extract["secretaries"])))
    paper.line(texts("minutes.in_office", count=members["in_office"]))
    _named(paper, texts("minutes.head.present"), members["present"])
    _named(paper, texts("minutes.head.represented"), members["represented"])
    _named(paper, texts("minutes.head.absent"), members["absent"])
    paper.heading(extract["title"], 2)
    _presented(paper, extract, texts)
    paper.lines(_before(extract))
    paper.heading(texts("minutes.head.decision"), 2)
    paper.line(texts("minutes.decision.to_write"))
    for step in extract["steps"]:
        paper.lines([step["title"], step["result"], step["casting"]])
    paper.line(extract["amended"])
    paper.heading(texts("minutes.head.vote"), 2)
    _vote(paper, vote, texts)
    _signatures(paper, texts)
    return paper.to_bytes()


def _paper(data: Data, title: str, texts: Texts) -> Paper:
    # python-docx brings lxml: 30 ms and 16 MB, for what a secretary needs once a session.
    from cards.paper import Paper

    mark = texts("minutes.draft")
    over_at = data["closed_at"] or data["opened_at"]
    of = datetime.fromisoformat(over_at) if over_at else None
    paper = Paper(title, texts.locale, mark=mark, page=texts("minutes.page"), of=of)
    paper.line(data["organisation"], strong=True)
    paper.heading(title, 0)
    return paper


def _who_runs_it(paper: Paper, data: Data, texts: Texts) -> None:
    presided = " ; ".join(each["text"] for each in data["presided"]) or data["chair"]
    paper.line(texts("minutes.chair", names=presided))
    paper.line(texts("minutes.secretaries", names=", ".join(data["secretaries"])))


def _attendance(paper: Paper, data: Data, texts: Texts) -> None:
    members, quorum = data["members"], data["quorum"]
    paper.heading(texts("minutes.head.members"))
    paper.line(texts("minutes.in_office", count=members["in_office"]))
    _named(paper, texts("minutes.head.present"), [m["text"] for m in members["present"]])
    _named(paper, texts("minutes.head.represented"), [m["text"] for m in members["represented"]])
    _named(paper, texts("minutes.head.excused"), members["excused"])
    _named(paper, texts("minutes.head.absent"), members["absent"])
    advising = [each["text"] for each in members["without_vote"]]
    _named(paper, texts("minutes.head.without_vote"), advising)
    _section(paper, texts("minutes.head.quorum"), [quorum["text"]] if quorum else [])


def _agenda(paper: Paper, data: Data, texts: Texts) -> None:
    paper.heading(texts("minutes.head.agenda"))
    names = ("number", "title", "rapporteur", "lot")
    head = [
        texts("minutes.column.number"),
        texts("minutes.column.title"),
        texts("minutes.column.rapporteur"),
        texts("minutes.column.lot"),
    ]
    rows = [[str(each[name] or "") for name in names] for each in data["agenda"]]
    paper.table(head, rows, (2, 9.5, 4, 1.5))


def _report(paper: Paper, report: Data, texts: Texts, level: int = 2) -> None:
    """A report, and before its result what was decided first: its urgency, its amendments."""
    paper.heading(report["title"], level)
    _presented(paper, report, texts)
    if report["called"]:
        paper.line(texts("minutes.debate.to_write"))
    for step in report.get("steps", ()):
        _report(paper, step, texts, level + 1)
    paper.lines(_before(report))
    paper.line(report["amended"])
    _result(paper, report, texts)


def _presented(paper: Paper, report: Data, texts: Texts) -> None:
    """What the agenda says of a report; its file is named, for a draft has no other text of it."""
    if report.get("rapporteur"):
        paper.line(texts("minutes.rapporteur", name=report["rapporteur"]))
    if report.get("opinion"):
        paper.line(texts("minutes.opinion", opinion=report["opinion"]))
    if report.get("link"):
        paper.line(texts("minutes.file", link=report["link"]))
    paper.lines([report["added"], report["called"], report["waiver"]])


def _before(report: Data) -> list[str]:
    """What stands before a result: who stepped aside, the quorum, the list of speakers."""
    return [*(each["text"] for each in report["recused"]), *report["quorum"], *report["events"]]


def _result(paper: Paper, decided: Data, texts: Texts) -> None:
    if not decided["result"]:
        return
    if decided["deliberation"]:
        number = texts("minutes.extract.number", number=decided["deliberation"])
        paper.line(number, strong=True)
    paper.line(decided["result"], strong=True)
    paper.line(texts("minutes.expressed", count=decided["figures"]["expressed"]))
    paper.lines([decided["casting"], decided["mode"], decided["hours"]])


def _lots(paper: Paper, data: Data, texts: Texts) -> None:
    if data["lots"]:
        paper.heading(texts("minutes.head.lots"))
    for lot in data["lots"]:
        paper.heading(lot["title"], 2)
        paper.line(texts("minutes.lot_reports", numbers=", ".join(lot["reports"])))
        paper.bullets(each["text"] for each in lot["left"])


def _codes(paper: Paper, data: Data, texts: Texts) -> None:
    paper.heading(texts("minutes.head.codes"))
    paper.line(texts("minutes.code.help"))
    head = [
        texts("minutes.column.when"),
        texts("minutes.column.height"),
        texts("minutes.column.code"),
    ]
    rows = [[each["what"], str(each["height"]), each["code"]] for each in data["codes"]]
    paper.table(head, rows, (9, 2, 6))


def _alike(votes: Iterable[Data]) -> list[list[Data]]:
    """Reports of one vote on which everybody chose alike share a table: a lot of forty reports
    would else fill forty pages with the same names."""
    groups: dict[tuple[Any, ...], list[Data]] = {}
    for vote in votes:
        chosen = tuple((ballot["text"], ballot["choice"]) for ballot in vote["ballots"])
        same = (vote["vote_id"], chosen, tuple(vote["aside"]), vote["quorum"]["text"])
        groups.setdefault(same, []).append(vote)
    return list(groups.values())


def _annex(paper: Paper, together: Sequence[Data], texts: Texts) -> None:
    paper.heading(" ; ".join(vote["title"] for vote in together), 2)
    _vote(paper, together[0], texts, numbers=[vote["deliberation"] for vote in together])


def _vote(paper: Paper, vote: Data, texts: Texts, numbers: Sequence[str | None] = ()) -> None:
    """The names and the direction of each, as the journal has them."""
    known = ", ".join(filter(None, numbers))
    paper.line(texts("minutes.extract.number", number=known) if known else None)
    paper.lines([vote["mode"], vote["hours"], vote["quorum"]["text"]])
    head = [
        texts("minutes.column.choice"),
        texts("minutes.column.count"),
        texts("minutes.column.names"),
    ]
    rows = []
    for choice, key in CHOICES.items():
        people = [ballot["text"] for ballot in vote["ballots"] if ballot["choice"] == choice]
        if people:
            rows.append([texts(key), str(len(people)), " ; ".join(people)])
    paper.table(head, rows, (3.5, 1.5, 12))
    if vote["aside"]:
        paper.line(texts("minutes.aside.list", names=", ".join(vote["aside"])))
    paper.lines([vote["result"], vote["casting"]])
    paper.line(texts("minutes.code.line", **vote["code"]))


def _named(paper: Paper, title: str, people: Sequence[str]) -> None:
    """A list of people under its name; none where nobody is on it."""
    if people:
        paper.heading(f"{title} ({len(people)})", 2)
        paper.line(" ; ".join(people))


def _section(paper: Paper, title: str, sentences: Sequence[str]) -> None:
    if sentences:
        paper.heading(title)
        paper.bullets(sentences)


def _signatures(paper: Paper, texts: Texts) -> None:
    paper.heading(texts("minutes.head.signatures"), 2)
    paper.table(
        [texts("minutes.sign.chair"), texts("minutes.sign.secretary")], [["\n\n", ""]], (8.5, 8.5)
    )
