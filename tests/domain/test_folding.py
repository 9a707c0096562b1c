"""What people take for the same word when they look for it."""

from __future__ import annotations

import pytest

from domain.folding import fold


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("ÉCRAN", "ecran"),
        ("e\u0301cran", "ecran"),
        ("Œuvre, cœur, BŒUF", "oeuvre, coeur, boeuf"),
        ("Ça, garçon, NOËL", "ca, garcon, noel"),
        ("Łódź", "łodz"),
        ("Straße", "strasse"),
        ("ОШИБКА", "ошибка"),
        ("100 % d'e_x\\", "100 % d'e_x\\"),
        ("😀", "😀"),
        ("", ""),
    ],
)
def test_case_and_accents_make_no_other_word(written: str, folded: str) -> None:
    assert fold(written) == folded
    assert fold(fold(written)) == folded
