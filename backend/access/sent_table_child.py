"""The child that reads a small table: arguments PATH MEMORY_BYTES CPU_SECONDS, one JSON object on stdout.

The object is the recognised table, or {"refusal": words}. A module of a feature names the rule and calls `answer`.
"""

import json
import sys
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.core.child_limits import limit_resources

Recognise = Callable[[Sequence[Sequence[str]]], Any]
_TOO_BIG = "Файл слишком велик внутри. Скопируйте таблицу в новую книгу и загрузите её."
_BROKEN = "Файл не удалось прочитать. Скопируйте таблицу в новую книгу Excel и загрузите её."


def answer(recognise: Recognise, arguments: Sequence[str]) -> int:
    """Write what `recognise` makes of the file, or the refusal; whatever happens, the parent gets an answer."""
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    try:
        said = _read(recognise, Path(path))
    except MemoryError:
        said = {"refusal": _TOO_BIG}
    except Exception:  # noqa: BLE001 - the parent needs an answer, not a traceback
        said = {"refusal": _BROKEN}
    sys.stdout.write(json.dumps(said, separators=(",", ":")))
    return 0


def _read(recognise: Recognise, path: Path) -> dict[str, Any]:
    """The first sheet with a known header counts."""
    from backend.access.workbook import Unreadable, read_sheets
    from backend.domain.scores.text import NotText
    from backend.domain.sent_table import NoTable

    refusal = _BROKEN
    try:
        sheets, _ = read_sheets(path)
    except (Unreadable, NotText) as error:
        return {"refusal": str(error)}
    for sheet in sheets:
        try:
            return asdict(recognise(sheet.rows))
        except NoTable as error:
            refusal = str(error)
    return {"refusal": refusal}
