"""Inputs and a chart that only some topics need, beside the builders of the kit."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from microsoft_teams.cards import (
    Choice,
    ChoiceSetInput,
    Container,
    DateInput,
    DonutChart,
    DonutChartData,
    TextInput,
    TimeInput,
)

from cards.kit import Element, field_error, size_of

_LINK = "]("
_BRACES = "{{"


def plain(words: str, longest: int = 80) -> str:
    """Somebody's words as a choice's title or a field's label, on one line.

    Some renderers look for Markdown even there: a link and a date function fall apart.
    """
    words = " ".join(words.split()).replace(_LINK, "] (").replace(_BRACES, "{ {")
    while _BRACES in words:
        words = words.replace(_BRACES, "{ {")
    return words if len(words) <= longest else f"{words[: longest - 1].rstrip()}…"


def line_input(
    name: str,
    title: str,
    *,
    value: str = "",
    required: str | None = None,
    placeholder: str | None = None,
    error: str | None = None,
) -> list[Element]:
    """A field of one line."""
    field = TextInput(
        id=name,
        label=title,
        value=value or None,
        is_required=required is not None or None,
        error_message=required,
        placeholder=placeholder,
    )
    return _with_error(field, error)


def pick_input(
    name: str,
    title: str,
    choices: Mapping[str, str],
    *,
    value: str = "",
    required: str | None = None,
    placeholder: str | None = None,
    error: str | None = None,
) -> list[Element]:
    """A list that unfolds, with nothing chosen unless `value` says so."""
    field = ChoiceSetInput(
        id=name,
        label=title,
        value=value if value in choices else None,
        style="compact",
        is_required=required is not None or None,
        error_message=required,
        placeholder=placeholder,
        choices=_choices(choices),
    )
    return _with_error(field, error)


def several_input(
    name: str,
    title: str,
    choices: Mapping[str, str],
    *,
    value: Collection[str] = (),
    error: str | None = None,
    unfolds: bool = False,
) -> list[Element]:
    """Boxes to tick, shown at once or in a list that `unfolds`.

    What is sent is their values, parted by commas.
    """
    chosen = [key for key in choices if key in value]
    field = ChoiceSetInput(
        id=name,
        label=title,
        value=",".join(chosen) or None,
        is_multi_select=True,
        style="compact" if unfolds else "expanded",
        wrap=True,
        choices=_choices(choices),
    )
    return _with_error(field, error)


def date_input(
    name: str, title: str, *, value: str = "", error: str | None = None
) -> list[Element]:
    """A day, sent as 2026-04-14."""
    return _with_error(DateInput(id=name, label=title, value=value or None), error)


def time_input(
    name: str, title: str, *, value: str = "", error: str | None = None
) -> list[Element]:
    """A time of the day, sent as 09:30."""
    return _with_error(TimeInput(id=name, label=title, value=value or None), error)


def donut(title: str, parts: Iterable[tuple[str, int, str]], fallback: Element) -> Element:
    """Legend, figure and colour of each part. Only Teams draws it: others show the fallback, and
    the card says the figures in words as well."""
    data = [
        DonutChartData(legend=legend, value=value, color=color)  # type: ignore[arg-type]
        for legend, value, color in parts
        if value
    ]
    chart: Any = DonutChart(title=title, data=data, fallback=fallback)
    return chart


def group(items: Iterable[Element]) -> Element:
    """Elements that belong together, with a line above that parts them from what comes before."""
    return Container(items=list(items), separator=True, spacing="Large")


def fitting(choices: Mapping[str, str], budget: int) -> dict[str, str]:
    """These choices, with their longest titles cut until all of them fit in `budget` bytes."""
    longest = 80
    fitted = {key: plain(title, longest) for key, title in choices.items()}
    while longest > 12 and size_of([{"title": t, "value": k} for k, t in fitted.items()]) > budget:
        longest -= 8
        fitted = {key: plain(title, longest) for key, title in choices.items()}
    return fitted


def _choices(choices: Mapping[str, str]) -> list[Choice]:
    return [Choice(title=title, value=key) for key, title in choices.items()]


def _with_error(field: Element, error: str | None) -> list[Element]:
    return [field] + ([field_error(error)] if error else [])
