"""Starts the limited child and turns whatever happens to it into a state of the text; never on the event loop."""

from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import TypeAdapter, ValidationError

from backend.core.limited_child import NoAnswer, ask_child
from backend.core.media_types import DOCX
from backend.core.settings import Settings

ANSWER_LIMIT = 8 * 1024 * 1024
WITH_TEXT = frozenset({"application/pdf", DOCX})
_CHILD = "backend.features.documents.reading.child"
log = structlog.get_logger("marshrut.document_reader")


@dataclass(frozen=True, slots=True)
class ReadText:
    """`state`: read (then `text` is given), empty (a scan), unreadable."""

    state: str
    text: str | None


_ANSWER: TypeAdapter[ReadText] = TypeAdapter(ReadText)


async def read_text(path: Path, *, settings: Settings) -> ReadText:
    """Read a stored DOCX or PDF; a killed, crashed or endless child gives «unreadable»."""
    answer = await ask_child(_CHILD, path, settings=settings, answer_limit=ANSWER_LIMIT)
    if isinstance(answer, NoAnswer):
        return ReadText("unreadable", None)
    try:
        return _ANSWER.validate_json(answer)
    except ValidationError:
        log.warning("document_reader_garbled", size=len(answer))
        return ReadText("unreadable", None)
