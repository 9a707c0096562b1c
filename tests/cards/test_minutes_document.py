"""The minutes and the extracts on paper: all that the data says, and nothing breaks them."""

from __future__ import annotations

from io import BytesIO

import pytest
from docx import Document
from docx.oxml.ns import qn

from cards.minutes_document import extract_document, minutes_document
from domain.assembly import lots, plan
from domain.assembly.plan import Draft
from tests.support.assembly_story import (
    SEC,
    Story,
)
from tests.support.builders import texts_in
from tests.support.minutes import (
    REGION,
    drawn,
    extracted,
    sentences,
    the_story,
    words_of,
)


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_the_document_says_all_that_the_data_says(locale: str) -> None:
    written = drawn(the_story(), locale)
    paper = "\n".join(words_of(minutes_document(written, texts_in(locale))))
    said = [*sentences(written["reports"]), *sentences(written["codes"]), *written["incidents"]]
    assert [text for text in said if text not in paper] == []
    assert texts_in(locale)("minutes.draft") in paper
    names = {b["text"] for vote in written["votes"] for b in vote["ballots"]}
    assert all(name in paper for name in names)


def test_a_deliberation_has_a_document_of_its_own() -> None:
    extract = extracted(the_story())[0]
    paper = "\n".join(words_of(extract_document(extract, texts_in("fr"))))
    for words in ("PROJET", REGION, "Délibération n° CP-2026-0001", extract["result"], "Voirie"):
        assert words in paper
    assert "Anne Le Goff, par pouvoir de Chloé Martin" in paper


def test_the_tables_have_header_rows_and_the_pages_numbers() -> None:
    document = Document(BytesIO(minutes_document(drawn(the_story()), texts_in("fr"))))
    assert all(table.rows[0]._tr.findall(f".//{qn('w:tblHeader')}") for table in document.tables)
    fields = document.sections[0].footer._element.iter(qn("w:fldSimple"))
    assert [field.get(qn("w:instr")) for field in fields] == ["PAGE", "NUMPAGES"]
    assert {each.get(qn("w:val")) for each in document.styles.element.iter(qn("w:lang"))} == {
        "fr-FR"
    }


def test_reports_of_a_lot_on_which_all_chose_alike_share_a_table() -> None:
    document = Document(BytesIO(minutes_document(drawn(the_story()), texts_in("fr"))))
    headings = [p.text for p in document.paragraphs if (p.style.name or "").startswith("Heading")]
    assert "Rapport 2 : Lycée Nord ; Rapport 4 : Lycée Est" in headings


def test_what_people_wrote_cannot_break_the_document() -> None:
    told = Story()
    told.at("09:00", plan.add_reports, SEC, [Draft("1", "Voirie\x0b\x1f <b>&amp;\ufffe")])
    told.at("09:01", lots.make, SEC, "\x00", ["r1"])
    assert list(words_of(minutes_document(drawn(told), texts_in("fr"))))
