"""Starts the limited parser child and turns whatever happens to it into an answer; never on the event loop."""

import asyncio
import json
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog

from backend.core.leash import leashed
from backend.core.settings import Settings

ANSWER_LIMIT = 200 * 1024 * 1024
_SLACK_SECONDS = 10
_ROOT = Path(__file__).parents[4]
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
    seconds = settings.parser_seconds
    child = await asyncio.create_subprocess_exec(
        *_command(path, settings),
        cwd=_ROOT,
        # Nothing of ours is inherited: no database address, no secrets.
        env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds + _SLACK_SECONDS):
            answer = await _read_answer(child)
            code = await child.wait()
    except TimeoutError:
        log.warning("parser_timeout", seconds=seconds + _SLACK_SECONDS)
        return _refused(_too_slow(seconds))
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code != 0 or answer is None:
        log.warning("parser_died", code=code)
        return _refused(_too_slow(seconds) if code == -signal.SIGXCPU else _STOPPED)
    return await asyncio.to_thread(_understand, answer)


def _command(path: Path, settings: Settings) -> list[str]:
    """The child dies with this process, even after kill -9."""
    child = "backend.features.assessments.intake.parser_child"
    limits = [str(settings.parser_memory_limit), str(settings.parser_seconds)]
    return leashed(
        [sys.executable, "-m", child, str(path.resolve()), *limits], on_parent_death=signal.SIGKILL
    )


async def _read_answer(child: asyncio.subprocess.Process) -> bytes | None:
    assert child.stdout is not None
    parts: list[bytes] = []
    size = 0
    while part := await child.stdout.read(1 << 20):
        size += len(part)
        if size > ANSWER_LIMIT:
            child.kill()
            return None
        parts.append(part)
    return b"".join(parts)


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
