"""The limited child: `python -m backend.features.editions.office_files.reading.child PATH MEMORY_BYTES CPU_SECONDS`.

Reads one stored file as a plan and writes one JSON object on stdout: {"plan", "remarks", "preamble"} or {"refusal"}.
"""

import json
import sys
from pathlib import Path

from backend.core.child_limits import limit_resources


def answer_for(path: Path) -> bytes:
    """Return the recognised plan or the refusal as JSON."""
    from pydantic import TypeAdapter

    from backend.domain.plan_table import NotAPlan, Recognised, recognise
    from backend.features.editions.office_files.reading.archive import (
        Kind,
        Unreadable,
        look_through,
    )
    from backend.features.editions.office_files.words import plan_words

    try:
        if look_through(path) is Kind.DOCX:
            from backend.features.editions.office_files.reading.read_docx import read_docx as read
        else:
            # openpyxl takes numpy when it is there; its threads alone would eat the memory we allow.
            sys.modules["numpy"] = None  # type: ignore[assignment]
            from backend.features.editions.office_files.reading.read_xlsx import read_xlsx as read
        found = recognise(read(path), plan_words())
    except (Unreadable, NotAPlan) as error:
        return _refusal(str(error))
    return TypeAdapter(Recognised).dump_json(found)


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    try:
        answer = answer_for(Path(path))
    except MemoryError:
        answer = _refusal(
            "Файл слишком велик внутри. Скопируйте таблицы плана в новый файл и загрузите его."
        )
    except Exception:  # noqa: BLE001 - whatever happened, the parent needs an answer, not a traceback
        answer = _refusal(
            "Файл не удалось прочитать: он повреждён, слишком велик внутри или сохранён непривычно."
            " Откройте его в Word или Excel, сохраните заново и загрузите."
        )
    sys.stdout.buffer.write(answer)
    return 0


def _refusal(sentence: str) -> bytes:
    return json.dumps({"refusal": sentence}).encode()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
