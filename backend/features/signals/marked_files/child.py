"""The limited child: `python -m backend.features.signals.marked_files.child PATH MEMORY_BYTES CPU_SECONDS`.

Reads one stored file as a list of marked schools and writes one JSON object on stdout: the table, or {"refusal": words}.
"""

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any

from backend.core.child_limits import limit_resources

_TOO_BIG = "Файл слишком велик внутри. Скопируйте таблицу в новую книгу и загрузите её."
_BROKEN = "Файл не удалось прочитать. Скопируйте таблицу в новую книгу Excel и загрузите её."


def answer_for(path: Path) -> dict[str, Any]:
    """Return the recognised table or the refusal, ready for JSON; the first sheet with a known header counts."""
    from backend.access.workbook import Unreadable, read_sheets
    from backend.domain.marked_school_table import recognise_marked
    from backend.domain.risk_level_table import NoTable
    from backend.domain.scores.text import NotText

    refusal = _BROKEN
    try:
        sheets, _ = read_sheets(path)
    except (Unreadable, NotText) as error:
        return {"refusal": str(error)}
    for sheet in sheets:
        try:
            return asdict(recognise_marked(sheet.rows))
        except NoTable as error:
            refusal = str(error)
    return {"refusal": refusal}


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    try:
        answer = answer_for(Path(path))
    except MemoryError:
        answer = {"refusal": _TOO_BIG}
    except Exception:  # noqa: BLE001 - whatever happened, the parent needs an answer, not a traceback
        answer = {"refusal": _BROKEN}
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
