"""Access tokens: the only import of `jose`. One algorithm, every claim required (security.md A6)."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from jose import JWTError, jwt

from backend.core.clock import real_now

ACCESS_SECONDS = 600
_ALGORITHM = "HS256"
_TYPE = "at+jwt"
_ISSUER = "marshrut"
_AUDIENCE = "marshrut-api"
_REQUIRED = ("exp", "iat", "nbf", "sub", "jti", "aud", "iss")
_CLAIMS = {*_REQUIRED, "kind", "sid"}
_MAX_LENGTH = 2048


@dataclass(frozen=True, slots=True)
class Claims:
    """Whom a token speaks for: `kind` person or client; `session_id` only for people."""

    kind: str
    subject: UUID
    session_id: UUID | None


class BadToken(Exception):
    """The token is not ours, not whole, or out of time; the reason is for logs only."""


class TokenMaker:
    """Signs and reads access tokens with one 256-bit key of this installation."""

    def __init__(self, key: str) -> None:
        if len(key) < 32:
            message = "the signing key must have at least 32 characters"
            raise ValueError(message)
        self._key = key
        self._headers = {"typ": _TYPE, "kid": "1"}
        self._first = jwt.encode({}, key, algorithm=_ALGORITHM, headers=self._headers).partition(
            "."
        )[0]

    def sign(self, claims: Claims) -> str:
        """Return a token valid for `ACCESS_SECONDS` of the wall clock (never of the demo's)."""
        now = real_now()
        body = {
            "iss": _ISSUER,
            "aud": _AUDIENCE,
            "sub": str(claims.subject),
            "kind": claims.kind,
            "sid": str(claims.session_id) if claims.session_id else None,
            "jti": uuid4().hex,
            "iat": now,
            "nbf": now,
            "exp": now + timedelta(seconds=ACCESS_SECONDS),
        }
        return self._encoded(body)

    def read(self, token: str) -> Claims:
        """Return the claims of a valid token; raises `BadToken` for everything else.

        Only the very bytes `sign` would have written are a token: a foreign header (alg, crit, jku, x5u …)
        is refused before anything of it is parsed, a second spelling of a valid token after its check.
        """
        if len(token) > _MAX_LENGTH or token.count(".") != 2:
            raise BadToken("shape")
        try:
            if token.partition(".")[0] != self._first:
                raise BadToken("header")
            body = jwt.decode(
                token,
                self._key,
                algorithms=[_ALGORITHM],
                audience=_AUDIENCE,
                issuer=_ISSUER,
                options={f"require_{claim}": True for claim in _REQUIRED} | {"leeway": 5},
            )
            if set(body) != _CLAIMS or self._encoded(body) != token:
                raise BadToken("spelling")
            session = body["sid"]
            claims = Claims(
                kind=body["kind"],
                subject=UUID(body["sub"]),
                session_id=UUID(session) if session else None,
            )
        except (JWTError, RecursionError, ValueError, TypeError, AttributeError) as error:
            raise BadToken(type(error).__name__) from error
        if claims.kind not in ("person", "client") or (claims.kind == "person") != bool(
            claims.session_id
        ):
            raise BadToken("kind")
        return claims

    def _encoded(self, body: dict[str, Any]) -> str:
        token: str = jwt.encode(body, self._key, algorithm=_ALGORITHM, headers=self._headers)
        return token
