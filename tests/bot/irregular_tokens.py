"""What comes in place of a good token: each entry says what is wrong with it."""

from __future__ import annotations

import time
from collections.abc import Callable

from tests.bot.forgery import Forger, es256, hs256, ps256, public_pem, rs256, rs384, unsigned

Forge = Callable[[Forger], str]

TENANT = "11111111-1111-4111-8111-111111111111"
EMULATOR_ISSUERS = (
    "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
    "https://login.microsoftonline.com/d6d49420-f39b-4df7-a1dc-d59a935871db/v2.0",
    "https://sts.windows.net/f8cdef31-a31e-4b4a-93e4-5f571e91255a/",
    "https://login.microsoftonline.com/f8cdef31-a31e-4b4a-93e4-5f571e91255a/v2.0",
)


def in_seconds(seconds: int) -> int:
    return int(time.time()) + seconds


def skill(forger: Forger) -> str:
    """What another bot would use to call us as its skill."""
    caller = {"appid": "33333333-3333-4333-8333-333333333333", "ver": "1.0", "tid": TENANT}
    return forger.claiming(iss=f"https://sts.windows.net/{TENANT}/", **caller)


def parts_of(token: str) -> list[str]:
    return token.split(".")


def swapped_payload(forger: Forger) -> str:
    head, _, signature = parts_of(forger.claiming())
    return ".".join([head, parts_of(forger.claiming(role="admin"))[1], signature])


def own_key_in_header(forger: Forger, **place: object) -> str:
    """Signed by the attacker, with a header that says where the attacker's key is."""
    header = forger.header(**{"kid": forger.attacker.kid, **place})
    return forger.token(header=header, sign=rs256(forger.attacker))


CLAIMS: dict[str, Forge] = {
    "expired": lambda f: f.claiming(exp=in_seconds(-3600)),
    "expired 5 min 10 ago": lambda f: f.claiming(exp=in_seconds(-310)),
    "not yet valid for an hour": lambda f: f.claiming(nbf=in_seconds(3600)),
    "not yet valid for 5 min 10": lambda f: f.claiming(nbf=in_seconds(310)),
    "no exp": lambda f: f.claiming(exp=...),
    "no nbf": lambda f: f.claiming(nbf=...),
    "no iss": lambda f: f.claiming(iss=...),
    "no aud": lambda f: f.claiming(aud=...),
    "no serviceurl": lambda f: f.claiming(serviceurl=...),
    "exp null": lambda f: f.claiming(exp=None),
    "exp a word": lambda f: f.claiming(exp="tomorrow"),
    "exp digits in a string": lambda f: f.claiming(exp=str(in_seconds(3600))),
    "exp NaN": lambda f: f.claiming(exp=float("nan")),
    "exp infinite": lambda f: f.claiming(exp=float("inf")),
    "exp 1e400": lambda f: f.token(claims=_raw_claims(f, b'"exp": 1e400')),
    "exp a list": lambda f: f.claiming(exp=[in_seconds(3600)]),
    "exp an object": lambda f: f.claiming(exp={"at": in_seconds(3600)}),
    "exp true": lambda f: f.claiming(exp=True),
    "exp negative": lambda f: f.claiming(exp=-1),
    "nbf a word": lambda f: f.claiming(nbf="now"),
    "nbf digits in a string": lambda f: f.claiming(nbf=str(in_seconds(-300))),
    "nbf NaN": lambda f: f.claiming(nbf=float("nan")),
    "nbf a list": lambda f: f.claiming(nbf=[0]),
    "iss another": lambda f: f.claiming(iss="https://issuer.example"),
    "iss with a slash": lambda f: f.claiming(iss="https://api.botframework.com/"),
    "iss empty": lambda f: f.claiming(iss=""),
    "iss a list with ours": lambda f: f.claiming(iss=["https://api.botframework.com"]),
    "iss of US government": lambda f: f.claiming(iss="https://api.botframework.us"),
    "skill": skill,
    "aud another": lambda f: f.claiming(aud="33333333-3333-4333-8333-333333333333"),
    "aud empty": lambda f: f.claiming(aud=""),
    "aud null": lambda f: f.claiming(aud=None),
    "aud a list with ours": lambda f: f.claiming(aud=[f.app_id]),
    "aud a list of two": lambda f: f.claiming(aud=[f.app_id, "other"]),
    "aud an object": lambda f: f.claiming(aud={f.app_id: True}),
    "aud a part of ours": lambda f: f.claiming(aud=f.app_id[:-1]),
    "aud our address": lambda f: f.claiming(aud="https://api.botframework.com"),
    "serviceurl another": lambda f: f.claiming(serviceurl="https://smba.trafficmanager.net/emea/"),
    "serviceurl without its slash": lambda f: f.claiming(serviceurl=f.service_url.rstrip("/")),
    "serviceurl longer": lambda f: f.claiming(serviceurl=f.service_url + "x"),
    "serviceurl in upper case": lambda f: f.claiming(serviceurl=f.service_url.upper()),
    "serviceurl a list": lambda f: f.claiming(serviceurl=[f.service_url]),
    "serviceurl a number": lambda f: f.claiming(serviceurl=1),
    "serviceurl null": lambda f: f.claiming(serviceurl=None),
    "serviceUrl in camel case": lambda f: f.claiming(serviceurl=..., serviceUrl=f.service_url),
    "claims a list": lambda f: f.token(claims=[f.claims()]),
    "claims a string": lambda f: f.token(claims="claims"),
    "claims null": lambda f: f.token(claims=b"null"),
    "claims empty": lambda f: f.token(claims=b""),
    "claims not JSON": lambda f: f.token(claims=b"{"),
    "claims not UTF-8": lambda f: f.token(claims=b'{"iss": "\xff"}'),
} | {f"emulator {n}": lambda f, i=i: f.claiming(iss=i) for n, i in enumerate(EMULATOR_ISSUERS)}

ALGORITHMS: dict[str, Forge] = {
    "alg none": lambda f: f.token(header=f.header(alg="none"), sign=unsigned),
    "alg None with a signature": lambda f: f.headed(alg="None"),
    "alg missing": lambda f: f.headed(alg=...),
    "alg null": lambda f: f.headed(alg=None),
    "alg empty": lambda f: f.headed(alg=""),
    "alg a list": lambda f: f.headed(alg=["RS256"]),
    "alg in lower case": lambda f: f.headed(alg="rs256"),
    "HS256 with the public key as secret": lambda f: f.token(
        header=f.header(alg="HS256"), sign=hs256(public_pem(f.key.private))
    ),
    "RS256 said, HS256 done": lambda f: f.token(sign=hs256(public_pem(f.key.private))),
    "RS384": lambda f: f.token(header=f.header(alg="RS384"), sign=rs384(f.key)),
    "PS256": lambda f: f.token(header=f.header(alg="PS256"), sign=ps256(f.key)),
    "ES256": lambda f: f.token(header=f.header(alg="ES256"), sign=es256),
    "signed by another key": lambda f: f.token(sign=rs256(f.attacker)),
}

HEADERS: dict[str, Forge] = {
    "crit unknown": lambda f: f.headed(crit=["exp"]),
    "crit b64": lambda f: f.headed(crit=["b64"], b64=False),
    "crit empty": lambda f: f.headed(crit=[]),
    "payload not encoded": lambda f: f.headed(b64=False),
    "jku of the attacker": lambda f: own_key_in_header(f, jku=f.keys_of_attacker),
    "x5u of the attacker": lambda f: own_key_in_header(f, x5u=f.keys_of_attacker),
    "jwk of the attacker": lambda f: own_key_in_header(f, jwk=f.attacker.jwk(("msteams",))),
    "jku, under a known kid": lambda f: own_key_in_header(f, jku=f.keys_of_attacker, kid=f.key.kid),
    "jwk, under a known kid": lambda f: own_key_in_header(
        f, jwk=f.attacker.jwk(("msteams",)), kid=f.key.kid
    ),
    "kid missing": lambda f: f.headed(kid=...),
    "kid null": lambda f: f.headed(kid=None),
    "kid empty": lambda f: f.headed(kid=""),
    "kid a number": lambda f: f.headed(kid=1),
    "kid a list": lambda f: f.headed(kid=[f.key.kid]),
    "kid an object": lambda f: f.headed(kid={"kid": f.key.kid}),
    "kid a path": lambda f: f.headed(kid="../../../../dev/null"),
    "kid an address": lambda f: f.headed(kid=f.keys_of_attacker),
    "kid with a NUL": lambda f: f.headed(kid=f"{f.key.kid}\0"),
    "kid a surrogate": lambda f: f.headed(kid="\ud800"),
    "kid of 4 000 characters": lambda f: f.headed(kid="k" * 4000),
    "kid unknown": lambda f: f.headed(kid="unknown"),
    "header a list": lambda f: f.token(header=["RS256"]),
    "header a string": lambda f: f.token(header="RS256"),
    "header null": lambda f: f.token(header=b"null"),
    "header not JSON": lambda f: f.token(header=b"{"),
    "header not UTF-8": lambda f: f.token(header=b'{"alg": "\xff"}'),
    "header 2 000 levels deep": lambda f: f.token(header=b"[" * 2000),
    "header with a number of 5 000 digits": lambda f: f.token(header=b"9" * 5000),
}

SHAPES: dict[str, Forge] = {
    "signature missing": lambda f: f.token(sign=unsigned),
    "signature truncated": lambda f: f.claiming()[:-8],
    "signature without its dot": lambda f: f.claiming().rpartition(".")[0],
    "payload swapped": swapped_payload,
    "header alone": lambda f: parts_of(f.claiming())[0],
    "three dots": lambda f: "...",
    "four parts": lambda f: f"{f.claiming()}.more",
    "two tokens": lambda f: f"{f.claiming()} {f.claiming()}",
    "two tokens with a comma": lambda f: f"{f.claiming()},{f.claiming()}",
    "quoted": lambda f: f'"{f.claiming()}"',
    "garbage": lambda f: "garbage",
    "garbage base64": lambda f: "!!!.@@@.###",
    "one letter base64": lambda f: "a.b.c",
    "five parts, as an encrypted token": lambda f: "a.b.c.d.e",
    "7 KB of garbage": lambda f: "x" * 7_000,
    "empty": lambda f: "",
}

IRREGULAR = {**CLAIMS, **ALGORITHMS, **HEADERS, **SHAPES}


def _raw_claims(forger: Forger, member: bytes) -> bytes:
    """Good claims, with one member of the JSON written by hand."""
    start = f'{{"iss": "https://api.botframework.com", "aud": "{forger.app_id}", '.encode()
    end = f', "nbf": 0, "serviceurl": "{forger.service_url}"}}'.encode()
    return start + member + end
