"""Forged access tokens: not one is accepted through the API (security.md A6)."""

import base64
import hashlib
import hmac
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backend.access import tokens
from backend.access.tokens import ACCESS_SECONDS, BadToken, Claims, TokenMaker
from backend.core.clock import real_now
from backend.core.settings import Settings
from tests.conftest import SECRET
from tests.world import key

KEY = Settings(secret_key=SECRET).derived_secret("access-token")
MAKER = TokenMaker(KEY)
PERSON = Claims("person", key("person:head"), key("session:head"))
HEADER = {"alg": "HS256", "kid": "1", "typ": "at+jwt"}
Json = dict[str, Any]


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")


def body(**changes: Any) -> Json:
    """The claims of a good token with some of them changed; a value of None stays, `...` removes."""
    now = int(real_now().timestamp())
    claims = {
        "iss": "marshrut",
        "aud": "marshrut-api",
        "sub": str(PERSON.subject),
        "kind": "person",
        "sid": str(PERSON.session_id),
        "jti": uuid4().hex,
        "iat": now,
        "nbf": now,
        "exp": now + ACCESS_SECONDS,
    } | changes
    return {name: value for name, value in claims.items() if value is not ...}


def signed(
    claims: Json | bytes,
    header: Json | bytes = HEADER,
    key_: bytes = KEY.encode(),
    algorithm: str = "sha256",
) -> str:
    """A token signed with the real key, unless told otherwise."""
    parts = [
        part if isinstance(part, bytes) else json.dumps(part, separators=(",", ":")).encode()
        for part in (header, claims)
    ]
    signing_input = ".".join(b64(part) for part in parts)
    signature = hmac.new(key_, signing_input.encode(), getattr(hashlib, algorithm)).digest()
    return f"{signing_input}.{b64(signature)}"


def with_header(**changes: Any) -> str:
    header = {n: v for n, v in (HEADER | changes).items() if v is not ...}
    return signed(body(), dict(sorted(header.items())))


def unsigned(algorithm: str) -> str:
    return ".".join(
        (
            b64(json.dumps(HEADER | {"alg": algorithm}).encode()),
            b64(json.dumps(body()).encode()),
            "",
        )
    )


def other_spelling() -> str:
    """The same signature bytes in a second base64 spelling: the last character has spare bits."""
    good = MAKER.sign(PERSON)
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    return good[:-1] + alphabet[alphabet.index(good[-1]) ^ 1]


def duplicated(first: str, second: str) -> str:
    text = json.dumps(body(), separators=(",", ":"))
    name = first.split(":", maxsplit=1)[0]
    value = json.dumps(json.loads(text)[json.loads(name)])
    return signed(text.replace(f"{name}:{value}", f"{first},{second}").encode())


_RSA = rsa.generate_private_key(public_exponent=65537, key_size=2048).public_key()
_PUBLIC = {
    "PEM": _RSA.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
    "DER": _RSA.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo),
    "PKCS1": _RSA.public_bytes(Encoding.DER, PublicFormat.PKCS1),
}
NOW = int(real_now().timestamp())
FORGED: dict[str, Callable[[], str]] = {
    **{f"alg {a}": lambda a=a: unsigned(a) for a in ("none", "None", "NONE", "nOnE", "HS256", "")},  # type: ignore[misc]
    **{
        f"{form} public key as HMAC key": lambda f=form: signed(body(), key_=_PUBLIC[f])  # type: ignore[misc]
        for form in _PUBLIC
    },
    **{
        f"{form} public key, alg RS256": lambda f=form: signed(  # type: ignore[misc]
            body(), HEADER | {"alg": "RS256"}, key_=_PUBLIC[f]
        )
        for form in _PUBLIC
    },
    **{
        f"real key, alg {a}": lambda a=a, h=h: signed(body(), HEADER | {"alg": a}, algorithm=h)  # type: ignore[misc]
        for a, h in (("HS384", "sha384"), ("HS512", "sha512"), ("RS256", "sha256"), ("hs256", "sha256"))
    },
    **{
        f"kid {k!r}": lambda k=k: with_header(kid=k)  # type: ignore[misc]
        for k in ("2", "../../dev/null", "/etc/passwd", "1' or '1'='1", "1\0", 1, None, ["1"], ...)
    },
    "empty key": lambda: signed(body(), key_=b"\0"),
    "kid of an empty file": lambda: signed(body(), HEADER | {"kid": "/dev/null"}, key_=b"\0"),
    **{
        f"header {n}": lambda n=n, v=v: with_header(**{n: v})  # type: ignore[misc]
        for n, v in (
            ("crit", ["exp"]),
            ("b64", False),
            ("jku", "http://attacker.example/keys"),
            ("x5u", "http://attacker.example/cert"),
            ("x5c", ["MIIB"]),
            ("jwk", {"kty": "oct", "k": b64(b"attacker")}),
            ("zip", "DEF"),
            ("cty", "JWT"),
            ("typ", "JWT"),
            ("typ", ...),
            ("alg", ...),
        )
    },
    "header in another order": lambda: signed(body(), {"typ": "at+jwt", "kid": "1", "alg": "HS256"}),
    "header with a duplicate alg": lambda: signed(
        body(), b'{"alg":"none","alg":"HS256","kid":"1","typ":"at+jwt"}'
    ),
    **{
        f"without {c}": lambda c=c: signed(body(**{c: ...}))  # type: ignore[misc]
        for c in ("iss", "aud", "sub", "kind", "sid", "jti", "iat", "nbf", "exp")
    },
    **{
        f"{c} = {'a wrong moment' if type(v) is int else repr(v)}": lambda c=c, v=v: signed(body(**{c: v}))  # type: ignore[misc]
        for c, v in (
            ("iss", "another"),
            ("iss", ["marshrut"]),
            ("aud", "another"),
            ("aud", ["another"]),
            ("sub", "head"),
            ("sub", None),
            ("sub", str(key("person:nobody"))),
            ("sub", "' or 1=1 --"),
            ("kind", "admin"),
            ("kind", None),
            ("kind", ["person"]),
            ("sid", None),
            ("sid", ""),
            ("sid", "1"),
            ("sid", str(key("session:admin"))),
            ("exp", NOW - 10),
            ("exp", "never"),
            ("exp", None),
            ("exp", True),
            ("nbf", NOW + 600),
            ("iat", "yesterday"),
        )
    },
    "client token with a session": lambda: signed(
        body(kind="client", sub=str(key("client:machine_results")))
    ),
    "person's id as a client": lambda: signed(body(kind="client", sid=None)),
    "client's id as a person": lambda: signed(body(sub=str(key("client:machine_results")))),
    "one more claim": lambda: signed(body(role="admin")),
    "duplicate sub": lambda: duplicated(
        f'"sub":"{PERSON.subject}"', f'"sub":"{key("person:admin")}"'
    ),
    "duplicate exp": lambda: duplicated('"exp":1', f'"exp":{NOW + 600}'),
    "second spelling of the signature": other_spelling,
    "padding": lambda: MAKER.sign(PERSON) + "=",
    "rubbish inside the signature": lambda: MAKER.sign(PERSON)[:-20] + "!" + MAKER.sign(PERSON)[-20:],
    "white space around JSON": lambda: signed(json.dumps(body()).encode()),
    "claims that are a list": lambda: signed(b"[]"),
    "claims that are text": lambda: signed(b'"x"'),
    "claims that are not JSON": lambda: signed(b"{"),
    "claims not UTF-8": lambda: signed(b'{"sub":"\xff"}'),
    "deeply nested claims": lambda: signed(b"[" * 1400),
    "deeply nested header": lambda: f"{b64(b'[' * 1400)}.e30.e30",
    "huge": lambda: signed(body(pad="x" * 100_000)),
    "JWE shape": lambda: "a.b.c.d.e",
    "two parts": lambda: MAKER.sign(PERSON).rpartition(".")[0],
    "three empty parts": lambda: "..",
    "another key": lambda: TokenMaker("k" * 64).sign(PERSON),
    "cut signature": lambda: MAKER.sign(PERSON)[:-6],
    "signature of another token": lambda: (
        MAKER.sign(PERSON).rpartition(".")[0] + "." + MAKER.sign(PERSON).rpartition(".")[2]
    ),
}  # fmt: skip


async def ask(client: httpx.AsyncClient, token: str) -> httpx.Response:
    return await client.get("/api/v1/me", headers={"Authorization": f"Bearer {token}"})


async def test_our_own_token_opens_and_so_does_one_made_like_ours_byte_for_byte(
    reader: httpx.AsyncClient,
) -> None:
    """Without this the whole forge set could be refused for one trivial reason."""
    assert (await ask(reader, MAKER.sign(PERSON))).status_code == 200
    assert (await ask(reader, signed(body()))).status_code == 200


@pytest.mark.parametrize("name", FORGED)
async def test_forged_token_is_refused(reader: httpx.AsyncClient, name: str) -> None:
    reply = await ask(reader, FORGED[name]())
    assert reply.status_code == 401, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.headers["www-authenticate"] == "Bearer"
    assert reply.json()["type"] == "/problems/unauthenticated"


@pytest.mark.parametrize(
    "header",
    [{}, {"Authorization": ""}, {"Authorization": "Bearer"}, {"Authorization": "Bearer  "},
     {"Authorization": "Basic aGVhZDpoZWFk"}, {"Authorization": "bearer x"}],
)  # fmt: skip
async def test_no_token_is_refused_with_words(
    reader: httpx.AsyncClient, header: dict[str, str]
) -> None:
    reply = await reader.get("/api/v1/me", headers=header)
    assert reply.status_code == 401
    assert "войдите" in reply.json()["detail"].lower()


async def test_a_token_in_the_address_or_a_cookie_is_not_looked_at(
    reader: httpx.AsyncClient,
) -> None:
    token = MAKER.sign(PERSON)
    reply = await reader.get(f"/api/v1/me?access_token={token}")
    assert reply.status_code in {400, 401}
    reply = await reader.get("/api/v1/me", headers={"Cookie": f"access_token={token}"})
    assert reply.status_code == 401


def test_lives_ten_minutes_of_the_wall_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    token = MAKER.sign(PERSON)
    payload = json.loads(base64.urlsafe_b64decode(token.split(".")[1] + "=="))
    assert payload["exp"] - payload["iat"] == 600
    earlier = real_now() - timedelta(seconds=ACCESS_SECONDS + 10)
    monkeypatch.setattr(tokens, "real_now", lambda: earlier)
    with pytest.raises(BadToken):
        MAKER.read(MAKER.sign(PERSON))


def test_no_two_tokens_are_the_same() -> None:
    assert MAKER.sign(PERSON) != MAKER.sign(PERSON)


def test_a_short_key_is_refused() -> None:
    with pytest.raises(ValueError, match="32"):
        TokenMaker("k" * 31)


@hypothesis_settings(max_examples=300, deadline=None)
@given(st.data())
def test_no_damaged_token_is_read(data: st.DataObject) -> None:
    token = MAKER.sign(PERSON)
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(codec="latin-1"))
    damaged = token[:place] + letter + token[place + 1 :]
    if damaged == token:
        assert MAKER.read(damaged) == PERSON
        return
    with pytest.raises(BadToken):
        MAKER.read(damaged)


@hypothesis_settings(max_examples=200, deadline=None)
@given(st.text(max_size=300))
def test_arbitrary_text_is_only_a_bad_token(text: str) -> None:
    with pytest.raises(BadToken):
        MAKER.read(text)


def test_reads_back_what_it_signs() -> None:
    for claims in (PERSON, Claims("client", UUID(int=1), None)):
        assert MAKER.read(MAKER.sign(claims)) == claims
