"""The limited child: `python -m backend.features.uploads.intake.parser_child PATH MEMORY_BYTES CPU_SECONDS`.

Reads one line of options on stdin and one stored file, writes frames on stdout (`frames.py`). Nothing of the file
goes to stderr: a traceback could carry a pupil's name.
"""

import gc
import json
import sys
from pathlib import Path
from typing import Any, BinaryIO

from backend.core.child_limits import limit_resources

_DAMAGED = "Архив повреждён и не открывается. Соберите его снова или загрузите файлы по одному."
_TOO_BIG = "Файл слишком большой для разбора. Разделите его по школам или классам."


def parse(path: Path, asked: dict[str, Any], stream: BinaryIO) -> None:
    """Write the frames of a file, or a refusal as the last one."""
    from backend.access.workbook import Unreadable
    from backend.domain.scores.text import NotText
    from backend.features.uploads.intake.child.file import read_file
    from backend.features.uploads.intake.child.options import options_from
    from backend.features.uploads.intake.child.output import Output

    options = options_from(asked)
    output = Output(stream, issues_limit=options.issues_limit)
    try:
        read_file(path, output, options)
    except Unreadable as error:
        output.frame("refusal", code=error.code, sentence=error.sentence)
    except NotText as error:
        output.frame("refusal", code="not_text", sentence=str(error))
    except MemoryError:
        output.frame("refusal", code="memory", sentence=_TOO_BIG)
    except Exception as error:
        if type(error).__name__ not in {"BadZipFile", "error", "EOFError"}:  # zipfile and zlib
            raise
        output.frame("refusal", code="damaged", sentence=_DAMAGED)


def main(arguments: list[str]) -> int:
    path, memory, seconds = arguments
    gc.disable()  # a short life: nothing here makes cycles worth collecting
    limit_resources(memory_bytes=int(memory), cpu_seconds=int(seconds))
    stream = sys.stdout.buffer
    asked = json.loads(sys.stdin.buffer.readline() or b"{}")
    try:
        parse(Path(path), asked, stream)
    except Exception as error:  # noqa: BLE001 - whatever happened, the parent needs an answer, not a traceback
        from backend.features.uploads.intake.frames import write_frame

        refusal = {"code": "crash", "sentence": None, "kind": type(error).__name__}
        write_frame(stream, {"frame": "refusal", **refusal})
    stream.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
