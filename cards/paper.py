"""A few strokes of python-docx: all that our documents need of it, and no wording."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt
from docx.table import _Row
from docx.text.paragraph import Paragraph

from domain.input import clean

SPOKEN = {"fr": "fr-FR", "en": "en-GB"}
"""The language that a screen reader reads a document in; python-docx's own is American English."""


class Paper:
    """A document that grows downwards. What people wrote is cleaned: Word opens no file with a
    control character in it."""

    def __init__(
        self, title: str, locale: str, *, mark: str, page: str, of: datetime | None
    ) -> None:
        self._document = Document()
        self._set_up(title, SPOKEN[locale], of)
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2)
        header = section.header.paragraphs[0]
        header.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        header.add_run(_printable(mark)).bold = True
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        footer.add_run(f"{_printable(page)} ")
        _add_field(footer, "PAGE")
        footer.add_run(" / ")
        _add_field(footer, "NUMPAGES")

    def heading(self, words: str, level: int = 1) -> None:
        self._document.add_heading(_printable(words), level)

    def line(self, words: str | None, *, strong: bool = False) -> None:
        """A paragraph; nothing where there is nothing to say."""
        if words:
            self._document.add_paragraph().add_run(_printable(words)).bold = strong

    def lines(self, sentences: Iterable[str | None]) -> None:
        for sentence in sentences:
            self.line(sentence)

    def bullets(self, sentences: Iterable[str]) -> None:
        for sentence in sentences:
            self._document.add_paragraph(_printable(sentence), style="List Bullet")

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], widths: Sequence[float]
    ) -> None:
        """With a header row, which is said to be one and comes again on each page."""
        table = self._document.add_table(rows=1, cols=len(head), style="Table Grid")
        table.autofit = False
        first = table.rows[0]
        first._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
        _fill(first, head, widths, strong=True)
        for row in rows:
            _fill(table.add_row(), row, widths)
        self._document.add_paragraph()

    def new_page(self) -> None:
        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def to_bytes(self) -> bytes:
        buffer = BytesIO()
        self._document.save(buffer)
        return buffer.getvalue()

    def _set_up(self, title: str, spoken: str, of: datetime | None) -> None:
        """Nothing of python-docx's own template is left: its author, its language, its date, which
        is of 2013; `of` is when what it tells of was over."""
        properties = self._document.core_properties
        properties.title, properties.language = _printable(title)[:255], spoken
        properties.author = properties.comments = ""
        if of is not None:
            properties.created = properties.modified = of.astimezone(UTC)
        styles = self._document.styles
        styles["Normal"].font.size = Pt(10.5)
        for language in styles.element.iter(qn("w:lang")):
            language.set(qn("w:val"), spoken)


def _printable(words: str) -> str:
    """XML has no place for these two, which are no characters and which `clean` lets through."""
    return clean(words).replace("\ufffe", "").replace("\uffff", "")


def _fill(
    row: _Row, words: Sequence[str], widths: Sequence[float], *, strong: bool = False
) -> None:
    for cell, text, width in zip(row.cells, words, widths, strict=True):
        cell.width = Cm(width)
        cell.paragraphs[0].add_run(_printable(text)).bold = strong


def _add_field(paragraph: Paragraph, name: str) -> None:
    """Word fills it in when it lays out the page."""
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), name)
    field.append(paragraph.add_run("1")._r)
    paragraph._p.append(field)
