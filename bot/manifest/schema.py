"""Microsoft's schemas of the manifest and of its translations, and their refusals in French."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator, ValidationError

VERSION = "1.22"
SCHEMA_URL = (
    f"https://developer.microsoft.com/json-schemas/teams/v{VERSION}/MicrosoftTeams.schema.json"
)
LOCALISATION_URL = SCHEMA_URL.replace("MicrosoftTeams.", "MicrosoftTeams.Localization.")


def manifest_mistakes(manifest: Any) -> Iterator[str]:
    """What Microsoft's schema refuses in a manifest, in sentences."""
    return _mistakes(_validator("MicrosoftTeams.schema.json"), manifest)


def localisation_mistakes(localisation: Any) -> Iterator[str]:
    """What Microsoft's schema refuses in a file of translations, in sentences."""
    return _mistakes(_validator("MicrosoftTeams.Localization.schema.json"), localisation)


def is_localised(path: str) -> bool:
    """Is this value of the manifest read by people, and so to be translated?"""
    schema = _validator("MicrosoftTeams.Localization.schema.json").schema
    return path != "$schema" and not _unknown(schema, [path])


@cache
def _validator(name: str) -> Draft202012Validator:
    """The files call themselves draft 4, which would overlook half of what they say: `const`, and
    the lengths that stand beside a `$ref`. The newest draft knows both."""
    from jsonschema import Draft202012Validator  # the bot itself has no use for it

    schema = json.loads((Path(__file__).parent / name).read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def _mistakes(validator: Draft202012Validator, document: Any) -> Iterator[str]:
    for error in sorted(validator.iter_errors(document), key=lambda error: error.json_path):
        steps = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.path)
        where = "".join(steps).lstrip(".") or "le fichier"
        yield f"{where} : {_reason(error)}"


REASONS = {
    "maxLength": "{length} caractères, {expected} au plus",
    "maxItems": "{length} valeurs, {expected} au plus",
    "minItems": "{length} valeur, {expected} au moins",
    "type": "attendu : {expected}",
    "const": "« {found} » n'est pas admis ; attendu : {expected}",
    "enum": "« {found} » n'est pas admis ; attendu : {expected}",
    "pattern": "« {found} » n'a pas la forme attendue, {expected}",
    "uniqueItems": "une valeur y est deux fois",
    "required": "il manque {missing}",
    "additionalProperties": "{unknown} n'existe pas dans ce schéma",
}


def _reason(error: ValidationError) -> str:
    pattern = REASONS.get(str(error.validator))
    if pattern is None:
        return str(error.message)
    found, expected = error.instance, error.validator_value
    return pattern.format(
        found=found,
        length=len(found) if isinstance(found, str | list) else 0,
        expected=", ".join(map(str, expected)) if isinstance(expected, list) else expected,
        missing=_listed(key for key in expected if key not in found)
        if error.validator == "required"
        else "",
        unknown=_listed(_unknown(error.schema, found)) if isinstance(found, dict) else "",
    )


def _unknown(schema: Any, keys: Any) -> list[str]:
    """The keys that this part of a schema does not speak of."""
    named: Mapping[str, Any] = schema.get("properties", {})
    patterns = schema.get("patternProperties", {})
    return [
        key
        for key in keys
        if key not in named and not any(re.search(pattern, key) for pattern in patterns)
    ]


def _listed(keys: Any) -> str:
    return ", ".join(f"« {key} »" for key in keys)
