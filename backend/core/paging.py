"""Keyset pages: an opaque cursor over a total order, so that writes between two pages skip no row."""

import base64
import binascii
import json
from collections.abc import Callable, Sequence
from typing import Any

from backend.core.errors import Invalid


def encode_cursor(values: Sequence[Any]) -> str:
    """Pack the sort key of the last row of a page."""
    packed = json.dumps([str(value) for value in values], ensure_ascii=False).encode()
    return base64.urlsafe_b64encode(packed).decode().rstrip("=")


def decode_cursor(cursor: str, *, parts: int) -> list[str]:
    """Unpack a cursor made by `encode_cursor`; raises `Invalid` on anything else."""
    values = _unpacked(cursor)
    if values is None or len(values) != parts:
        raise _broken()
    return values


def read_cursor(cursor: str, *kinds: Callable[[str], Any]) -> list[Any]:
    """Unpack a cursor into values of the given kinds (`UUID`, `int` …); raises `Invalid`.

    A cursor comes from outside: its parts are checked here and not by the database.
    """
    try:
        return [
            kind(value)
            for kind, value in zip(kinds, decode_cursor(cursor, parts=len(kinds)), strict=True)
        ]
    except (ValueError, OverflowError) as error:
        raise _broken() from error


def _unpacked(cursor: str) -> list[str] | None:
    try:
        values = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except (binascii.Error, ValueError, RecursionError):
        return None
    whole = isinstance(values, list) and all(isinstance(v, str) and "\0" not in v for v in values)
    return values if whole else None


def _broken() -> Invalid:
    message = "Ссылка на продолжение списка повреждена. Откройте список с начала."
    return Invalid(message, errors=[{"pointer": "/cursor", "code": "cursor", "message": message}])
