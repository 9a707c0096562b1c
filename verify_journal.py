#!/usr/bin/env python3
"""Vérifie le journal exporté d'une séance, sans Permanence : la bibliothèque standard suffit.

    python verify_journal.py JOURNAL.jsonl [--heads CODES.txt]

JOURNAL.jsonl : une ligne de journal par ligne, en JSON (height, at, kind, payload, previous, hash).
CODES.txt : les codes de contrôle publiés en séance, un par ligne, « hauteur CODE » ; les blancs
dans le code, les lignes vides et celles qui commencent par # ne comptent pas.

L'empreinte d'une ligne est le SHA-256 du JSON [previous, height, at, kind, payload] : clés triées,
sans blanc, en UTF-8. Une chaîne seule ne montre ni une fin coupée, ni une réécriture de toute la
suite : c'est à cela que servent les codes publiés, qu'il faut tenir d'ailleurs que du journal.

Sortie : 0, rien n'a été touché ; 1, la première ligne fautive est nommée ; 2, rien n'a pu être
vérifié (fichier absent, code mal recopié).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

INTACT, TOUCHED, NOT_VERIFIED = 0, 1, 2
GENESIS = "0" * 64
CODE_LENGTH = 16
CLOSED = "session.closed"
FIELDS = {"height": int, "at": str, "kind": str, "payload": dict, "previous": str, "hash": str}


class Touched(Exception):
    """The first entry that is not what it was, and why."""


class NotVerified(Exception):
    """What was given cannot be checked at all."""


def main() -> int:
    options = argparse.ArgumentParser(description="Vérifie le journal exporté d'une séance.")
    options.add_argument("journal", type=Path, help="le journal, une ligne JSON par entrée")
    options.add_argument("--heads", type=Path, help="les codes publiés, « hauteur CODE » par ligne")
    given = options.parse_args()
    try:
        heads = read_heads(given.heads) if given.heads else {}
        last = verify(given.journal, heads)
    except Touched as found:
        print(f"JOURNAL ALTÉRÉ. {found}")
        return TOUCHED
    except (NotVerified, OSError, UnicodeDecodeError) as problem:
        print(f"Rien n'a pu être vérifié : {problem}", file=sys.stderr)
        return NOT_VERIFIED
    conclude(last, heads)
    return INTACT


def verify(journal: Path, heads: Mapping[int, list[str]]) -> Mapping[str, Any]:
    """The last entry of a journal in which nothing was touched. Raises Touched."""
    last: dict[str, Any] = {"height": 0, "hash": GENESIS, "kind": ""}
    with journal.open("rb") as file:
        for line in file:
            if not line.strip():
                continue
            height = last["height"] + 1
            entry = read_entry(line, height)
            check_chain(entry, last)
            check_code(entry, heads)
            last = entry
    beyond = [height for height in heads if height > last["height"]]
    if beyond:
        raise Touched(
            f"Hauteur {last['height'] + 1} : la ligne manque, un code a pourtant été publié pour "
            f"la hauteur {min(beyond)} ; la fin a été coupée."
        )
    if not last["height"]:
        raise Touched("Hauteur 1 : le journal est vide.")
    return last


def read_entry(line: bytes, height: int) -> dict[str, Any]:
    """Exactly the fields that are hashed, once each: what is beside them proves nothing."""
    try:
        entry = json.loads(
            line.decode("utf-8-sig" if height == 1 else "utf-8"),
            object_pairs_hook=without_doubles,
            parse_constant=no_such_number,
        )
    except (ValueError, RecursionError):
        raise Touched(f"Hauteur {height} : la ligne est illisible.") from None
    if not isinstance(entry, dict):
        raise Touched(f"Hauteur {height} : la ligne est illisible.")
    odd = sorted(set(FIELDS) ^ set(entry))
    if odd:
        names = ", ".join(map(repr, odd))
        raise Touched(f"Hauteur {height} : champs manquants ou ajoutés ({names}).")
    for name, kind in FIELDS.items():
        if type(entry[name]) is not kind:
            raise Touched(f"Hauteur {height} : le champ {name} n'est pas du bon type.")
    return entry


def check_chain(entry: Mapping[str, Any], last: Mapping[str, Any]) -> None:
    """Each entry follows the one before, and is what its hash says."""
    height = last["height"] + 1
    if entry["height"] > height:
        raise Touched(f"Hauteur {height} : la ligne manque, on passe à {entry['height']}.")
    if entry["height"] < height:
        raise Touched(
            f"Hauteur {height} : on y lit la hauteur {entry['height']} ; une ligne a été répétée, "
            "déplacée ou ajoutée."
        )
    if last["kind"] == CLOSED:
        raise Touched(f"Hauteur {height} : la ligne a été ajoutée après la clôture de la séance.")
    if entry["previous"] != last["hash"]:
        raise Touched(
            f"Hauteur {height} : la chaîne est rompue ; cette ligne n'est pas celle qui suivait la "
            f"hauteur {last['height']}."
        )
    if entry["hash"] != digest_of(entry):
        raise Touched(f"Hauteur {height} : l'empreinte ne correspond pas au contenu.")


def check_code(entry: Mapping[str, Any], heads: Mapping[int, list[str]]) -> None:
    """Whoever computes every hash anew cannot change what was read out in the meeting."""
    found = entry["hash"][:CODE_LENGTH].upper()
    for published in heads.get(entry["height"], []):
        if published != found:
            raise Touched(
                f"Hauteur {entry['height']} : le code du journal est {in_groups(found)}, le code "
                f"publié {in_groups(published)} : elle ou une ligne avant elle a été réécrite."
            )


def digest_of(entry: Mapping[str, Any]) -> str:
    hashed = [entry[name] for name in ("previous", "height", "at", "kind", "payload")]
    written = json.dumps(hashed, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(written.encode("utf-8", "surrogatepass")).hexdigest()


def read_heads(path: Path) -> dict[int, list[str]]:
    """Raises NotVerified for a line that is no code: a slip of the pen accuses nobody."""
    heads: dict[int, list[str]] = {}
    for number, line in enumerate(path.read_text(encoding="utf-8-sig").splitlines(), start=1):
        height, _, rest = line.strip().partition(" ")
        if not height or height.startswith("#"):
            continue
        code = "".join(rest.split()).upper()
        if not re.fullmatch("[0-9]{1,9}", height) or not re.fullmatch("[0-9A-F]{16}", code):
            raise NotVerified(f"{path.name}, ligne {number} : il faut « hauteur CODE ».")
        if int(height) < 1:
            raise NotVerified(f"{path.name}, ligne {number} : la première hauteur est 1.")
        heads.setdefault(int(height), []).append(code)
    if not heads:
        raise NotVerified(f"{path.name} ne contient aucun code.")
    return heads


def conclude(last: Mapping[str, Any], heads: Mapping[int, list[str]]) -> None:
    """What was verified, and what could not be."""
    height = last["height"]
    print(f"Journal intact : {height} lignes, code final {in_groups(last['hash'][:CODE_LENGTH])}.")
    if not heads:
        print("Sans les codes publiés (--heads), une fin coupée ou tout réécrire ne se voit pas.")
        return
    print(f"Les codes publiés correspondent ({len(heads)}).")
    if max(heads) < height:
        print(f"Après la hauteur {max(heads)}, aucun code publié : la fin n'est pas garantie.")


def in_groups(code: str) -> str:
    return " ".join(code[n : n + 4].upper() for n in range(0, len(code), 4))


def without_doubles(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """A key that is there twice would let two readers read two things."""
    read = dict(pairs)
    if len(read) != len(pairs):
        raise ValueError("a key is there twice")
    return read


def no_such_number(name: str) -> NoReturn:
    raise ValueError(f"{name} is no number of JSON")


if __name__ == "__main__":
    sys.exit(main())
