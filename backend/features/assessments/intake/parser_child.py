"""The limited child: `python -m backend.features.assessments.intake.parser_child PATH MEMORY_BYTES CPU_SECONDS`.

Reads one stored file and writes one JSON object on stdout: {"sheet": …, "dialect": …} or {"refusal": {code,
sentence}}. Nothing of the file goes to stderr: a traceback could carry a pupil's name.
"""

import json
import sys
from pathlib import Path
from typing import Any

from backend.core.child_limits import limit_resources

PROFILES = Path(__file__).parents[3] / "data" / "upload_profiles"


def parse(path: Path) -> dict[str, Any]:
    """Return the recognised file or its refusal, ready for JSON."""
    import yaml

    from backend.access.workbook import Unreadable, read_sheets
    from backend.domain.score_profile import profile_from
    from backend.domain.score_text import NotText
    from backend.domain.scoresheet import NotRecognised, as_json, recognise

    try:
        sheets, dialect = read_sheets(path)
        profile = profile_from(yaml.safe_load((PROFILES / "f1.yaml").read_text(encoding="utf-8")))
        found = recognise(sheets, profile)
    except Unreadable as error:
        return _refusal(error.code, error.sentence)
    except NotText as error:
        return _refusal("not_text", str(error))
    except NotRecognised as error:
        return _refusal("layout_unknown", str(error))
    return {
        "sheet": {**as_json(found), "profile_title": profile.title},
        "dialect": {
            "kind": dialect.kind,
            "encoding": dialect.encoding,
            "delimiter": dialect.delimiter,
        },
    }


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    try:
        answer = parse(Path(path))
    except MemoryError:
        answer = _refusal(
            "memory", "Файл слишком большой для разбора. Разделите его по школам или классам."
        )
    except Exception as error:  # noqa: BLE001 - whatever happened, the parent needs an answer, not a traceback
        answer = {"refusal": {"code": "crash", "sentence": None, "kind": type(error).__name__}}
    sys.stdout.write(json.dumps(answer, separators=(",", ":")))
    return 0


def _refusal(code: str, sentence: str) -> dict[str, Any]:
    return {"refusal": {"code": code, "sentence": sentence}}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
