"""Starts the limited parser child and turns whatever happens to it into an answer; never on the event loop."""

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from backend.core.limited_child import NoAnswer, ask_child
from backend.core.settings import Settings

ANSWER_LIMIT = 200 * 1024 * 1024
_CHILD = "backend.features.assessments.intake.parser_child"
log = structlog.get_logger("marshrut.parser")


@dataclass(frozen=True, slots=True)
class Parsed:
    """`sheet` is the JSON of `domain.scoresheet.as_json` plus `profile_title`, or `refusal` says why not."""

    sheet: dict[str, Any] | None
    dialect: dict[str, str | None]
    refusal: str | None


async def parse_file(path: Path, *, settings: Settings) -> Parsed:
    """Read a stored file in a child with limits of memory, CPU and wall-clock time.

    Every outcome is an answer: a killed, crashed or endless child gives a `refusal` for the sender.
    """
    answer = await ask_child(_CHILD, path, settings=settings, answer_limit=ANSWER_LIMIT)
    if isinstance(answer, NoAnswer):
        return _refused(_too_slow(settings.parser_seconds) if answer.is_too_slow else _STOPPED)
    return await asyncio.to_thread(_understand, answer)


def _understand(answer: bytes) -> Parsed:
    try:
        data = json.loads(answer)
    except ValueError:
        log.warning("parser_garbled", size=len(answer))
        return _refused(_STOPPED)
    if "refusal" in data:
        refusal = data["refusal"]
        log.info("parser_refused", code=refusal["code"], kind=refusal.get("kind"))
        return _refused(refusal["sentence"] or _STOPPED)
    return Parsed(sheet=data["sheet"], dialect=data["dialect"], refusal=None)


def _refused(sentence: str) -> Parsed:
    return Parsed(sheet=None, dialect={}, refusal=sentence)


_STOPPED = (
    "Файл не удалось прочитать: разбор остановлен, потому что файл повреждён или слишком велик внутри."
    " Скопируйте таблицу в новую книгу Excel и загрузите её."
)


def _too_slow(seconds: int) -> str:
    return (
        f"Файл не удалось прочитать за {seconds} с: в нём слишком много данных."
        " Скопируйте таблицу в новую книгу Excel или разделите её по школам."
    )
