"""Files leaving over HTTP: always as a download, never run by a browser; and the version a write is meant for."""

import asyncio
import os
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Annotated, Any, BinaryIO
from urllib.parse import quote

from fastapi import Depends, Header, Response
from fastapi.responses import StreamingResponse

from backend.core.errors import Problem

FILE_REPLY: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
        "description": "Файл",
    }
}
_CHUNK = 1 << 18
_VERSION_WORDS = 'Версия документа из заголовка ETag, например "7"'


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A whole small file: `name` for the person who saves it."""

    name: str
    media_type: str
    content: bytes


class PreconditionRequired(Problem):
    status = 428
    slug = "precondition-required"
    title = "Нужна версия"


class StaleVersion(Problem):
    status = 412
    slug = "stale-version"
    title = "Документ уже изменён"


def file_reply(file: OutgoingFile) -> Response:
    """Return the reply that makes any browser save the file and run nothing in it."""
    return Response(file.content, media_type=file.media_type, headers=_headers(file.name))


def streamed_reply(name: str, media_type: str, content: BinaryIO) -> Response:
    """Return the same reply for a large file that lies on the disk; it is closed when it was sent."""
    size = content.seek(0, os.SEEK_END)
    content.seek(0)
    headers = {**_headers(name), "Content-Length": str(size)}
    return StreamingResponse(_chunks(content), media_type=media_type, headers=headers)


async def _chunks(content: BinaryIO) -> AsyncIterator[bytes]:
    with content:
        while chunk := await asyncio.to_thread(content.read, _CHUNK):
            yield chunk


def _headers(name: str) -> dict[str, str]:
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "._-") else "_" for c in name)
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }


def _version(
    if_match: Annotated[str | None, Header(description=_VERSION_WORDS)] = None,
) -> int:
    """Read the version a write is meant for; raises `PreconditionRequired` without one."""
    written = (if_match or "").strip().removeprefix("W/").strip('"')
    if not written.isdecimal() or len(written) > 9:
        raise PreconditionRequired(
            "Не сказано, какую версию вы меняете. Откройте документ заново и повторите: введённое не потеряется."
        )
    return int(written)


IfMatch = Annotated[int, Depends(_version)]
