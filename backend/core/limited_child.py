"""Reads a stranger's file in a child process with limits of memory, CPU and time; never on the event loop.

The child is a module run as `python -m MODULE PATH MEMORY_BYTES CPU_SECONDS` that puts its answer on stdout.
"""

import asyncio
import os
import signal
import sys
from dataclasses import dataclass
from pathlib import Path

import structlog

from backend.core.leash import leashed
from backend.core.settings import Settings

SLACK_SECONDS = 10
_ROOT = Path(__file__).parents[2]
log = structlog.get_logger("marshrut.limited_child")


@dataclass(frozen=True, slots=True)
class NoAnswer:
    """The child gave none: it took too long, or it crashed, was killed or said too much."""

    is_too_slow: bool
    was_killed: bool = False
    """By somebody else (the system out of memory, an operator): that says nothing about the file."""


async def ask_child(
    module: str, path: Path, *, settings: Settings, answer_limit: int
) -> bytes | NoAnswer:
    """Return what the child says about a file, at most `answer_limit` bytes; whatever happens to it is an answer."""
    seconds = settings.parser_seconds
    child = await asyncio.create_subprocess_exec(
        *_command(module, path, settings),
        cwd=_ROOT,
        # Nothing of ours is inherited: no database address, no secrets.
        env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    try:
        async with asyncio.timeout(seconds + SLACK_SECONDS):
            answer = await _read_answer(child, answer_limit)
            code = await child.wait()
    except TimeoutError:
        log.warning("child_timeout", module=module, seconds=seconds + SLACK_SECONDS)
        return NoAnswer(is_too_slow=True)
    finally:
        if child.returncode is None:
            child.kill()
            await child.wait()
    if code != 0 or answer is None:
        log.warning("child_died", module=module, code=code)
        return NoAnswer(is_too_slow=code == -signal.SIGXCPU)
    return answer


def _command(module: str, path: Path, settings: Settings) -> list[str]:
    """The child dies with this process, even after kill -9."""
    limits = [str(settings.parser_memory_limit), str(settings.parser_seconds)]
    return leashed(
        [sys.executable, "-m", module, str(path.resolve()), *limits], on_parent_death=signal.SIGKILL
    )


async def _read_answer(child: asyncio.subprocess.Process, limit: int) -> bytes | None:
    assert child.stdout is not None
    parts: list[bytes] = []
    size = 0
    while part := await child.stdout.read(1 << 20):
        size += len(part)
        if size > limit:
            child.kill()
            return None
        parts.append(part)
    return b"".join(parts)
