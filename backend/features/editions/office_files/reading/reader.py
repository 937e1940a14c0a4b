"""Starts the limited child and turns whatever happens to it into a plan or a refusal; never on the event loop."""

import asyncio
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from backend.core.limited_child import NoAnswer, ask_child
from backend.core.settings import Settings
from backend.domain.plan_table import Recognised

ANSWER_LIMIT = 64 * 1024 * 1024
_CHILD = "backend.features.editions.office_files.reading.child"
log = structlog.get_logger("marshrut.plan_reader")


@dataclass(frozen=True, slots=True)
class Refused:
    """Why a file is no plan: a Russian sentence for the sender."""

    refusal: str


_ANSWER: TypeAdapter[Recognised | Refused] = TypeAdapter(Recognised | Refused)


async def read_plan_file(path: Path, *, settings: Settings) -> Recognised | Refused:
    """Read a stored DOCX or XLSX in a child with limits of memory, CPU and wall-clock time.

    Every outcome is an answer: a killed, crashed or endless child gives a `Refused`.
    """
    answer = await ask_child(_CHILD, path, settings=settings, answer_limit=ANSWER_LIMIT)
    if isinstance(answer, NoAnswer):
        return Refused(_too_slow(settings.parser_seconds) if answer.is_too_slow else _STOPPED)
    return await asyncio.to_thread(_understand, answer)


def _understand(answer: bytes) -> Recognised | Refused:
    try:
        return _ANSWER.validate_json(answer)
    except ValidationError:
        log.warning("plan_reader_garbled", size=len(answer))
        return Refused(_STOPPED)


_STOPPED = (
    "Файл не удалось прочитать: разбор остановлен, потому что файл повреждён или слишком велик внутри."
    " Скопируйте таблицы плана в новый документ и загрузите его."
)


def _too_slow(seconds: int) -> str:
    return (
        f"Файл не удалось прочитать за {seconds} с: в нём слишком много данных."
        " Скопируйте таблицы плана в новый документ и загрузите его."
    )
