"""Starts the limited parser child on a stored file; whatever happens to it becomes an answer."""

import asyncio
import json
from pathlib import Path
from typing import Any

import structlog

from backend.core.limited_child import NoAnswer
from backend.core.settings import Settings
from backend.core.streaming_child import consume_child
from backend.features.uploads.intake.frames import Garbled
from backend.features.uploads.intake.gathering import Gathered, Seen, Spool, gather

ISSUES_LIMIT = 20_000
_CHILD = "backend.features.uploads.intake.parser_child"
_ENVIRONMENT = {
    "POLARS_MAX_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    # Blocks come and go: keeping their memory is cheaper than asking for it again.
    "MALLOC_MMAP_THRESHOLD_": str(64 * 1024 * 1024),
    "MALLOC_TRIM_THRESHOLD_": str(512 * 1024 * 1024),
}
log = structlog.get_logger("marshrut.parser")


class ParserKilled(Exception):
    """The child was killed from outside: the file is read again before anything is said about it."""


async def read_file(
    path: Path,
    *,
    filename: str,
    options: dict[str, Any],
    sender_school: dict[str, Any] | None,
    settings: Settings,
    seen: Seen | None = None,
) -> Gathered:
    """Read a stored file as the options say; the caller closes the spool. A child that fails gives a `refusal`.

    `seen` tells how far it is; cancelling stops the child. Raises `ParserKilled`.
    """
    spool = Spool(settings.var_dir / "spool")
    progress = seen or Seen()
    asked = {
        "filename": filename,
        "reading": options,
        "participant_secret": settings.derived_secret("participant-key"),
        "sender_school": sender_school,
        "issues_limit": ISSUES_LIMIT,
    }
    try:
        found = await consume_child(
            _CHILD,
            path,
            asked=json.dumps(asked, default=str).encode() + b"\n",
            settings=settings,
            consume=lambda stream: gather(stream, spool, progress),
            environment=_ENVIRONMENT,
        )
    except asyncio.CancelledError:
        spool.close()
        raise
    except (Garbled, KeyError, ValueError, IndexError, TypeError) as error:
        log.warning("parser_garbled", kind=type(error).__name__)
        return Gathered(spool, refusal=_STOPPED)
    if isinstance(found, NoAnswer) and found.was_killed:
        spool.close()
        raise ParserKilled
    if isinstance(found, NoAnswer):
        return Gathered(
            spool, refusal=_too_slow(settings.parser_seconds) if found.is_too_slow else _STOPPED
        )
    if found.refusal is None and not found.is_whole:
        log.warning("parser_broke_off")
        found.refusal = _STOPPED
    elif found.refusal is not None:
        log.info("parser_refused")
        found.refusal = found.refusal or _STOPPED
    return found


_STOPPED = (
    "Файл не удалось прочитать: разбор остановлен, потому что файл повреждён или слишком велик внутри."
    " Скопируйте таблицу в новую книгу Excel и загрузите её."
)


def _too_slow(seconds: int) -> str:
    return (
        f"Файл не удалось прочитать за {seconds} с: в нём слишком много данных."
        " Скопируйте таблицу в новую книгу Excel или разделите её по школам."
    )
