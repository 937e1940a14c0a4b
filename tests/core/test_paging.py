"""Cursors: opaque, whole, and checked before the database sees them."""

import base64
from datetime import UTC, datetime
from uuid import UUID

import httpx
import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from backend.core.errors import Invalid
from backend.core.paging import decode_cursor, encode_cursor, read_cursor
from tests.conftest import headers_of
from tests.world import key


@given(st.lists(st.text(st.characters(exclude_characters="\0", codec="utf-8")), max_size=4))
def test_what_is_packed_is_unpacked(values: list[str]) -> None:
    cursor = encode_cursor(values)
    assert decode_cursor(cursor, parts=len(values)) == values
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


def test_values_come_back_in_their_kinds() -> None:
    at, number = datetime(2021, 3, 17, 5, 40, 0, 123456, tzinfo=UTC), UUID(int=7)
    assert read_cursor(encode_cursor([at, number]), datetime.fromisoformat, UUID) == [at, number]


@hypothesis_settings(max_examples=200)
@given(st.text(max_size=60))
def test_anything_else_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(cursor, UUID)


@pytest.mark.parametrize(
    "packed",
    [b"{}", b'"x"', b"[1]", b'["a"]', b'["a","b","c"]', b"[" * 300, b'["a","\\u0000"]', b"\xff"],
)
def test_a_wrong_shape_is_refused_with_words(packed: bytes) -> None:
    with pytest.raises(Invalid) as refusal:
        decode_cursor(base64.urlsafe_b64encode(packed).decode(), parts=2)
    assert refusal.value.errors[0]["pointer"] == "/cursor"
    assert "с начала" in refusal.value.detail


LISTS = ["/api/v1/schools", "/api/v1/audit-events", "/api/v1/jobs", "/api/v1/uploads",
         f"/api/v1/uploads/{key('upload:own')}/issues"]  # fmt: skip
FORGED = [
    encode_cursor(values)
    for values in (
        ["x"], ["x", "y"], ["", ""], ["2021-03-17T05:40:00+00:00", "y"], ["-1"], ["9" * 30],
        ["' or 1=1 --", "x"], ["infinity", str(UUID(int=1))], ["0001-01-01T00:00:00+14:00", str(UUID(int=1))],
    )
] + ["x", "🙂", "=" * 20, "a" * 500]  # fmt: skip


@pytest.mark.parametrize("path", LISTS)
async def test_a_forged_cursor_is_never_a_fault(reader: httpx.AsyncClient, path: str) -> None:
    for cursor in FORGED:
        reply = await reader.get(path, params={"cursor": cursor}, headers=headers_of("admin"))
        assert reply.status_code in {200, 422}, (cursor, reply.text)
    reply = await reader.get(path, params={"cursor": "a" * 501}, headers=headers_of("admin"))
    assert reply.status_code == 422
