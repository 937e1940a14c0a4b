"""A limited child whose answer is consumed while it is being said: for files whose contents fit in no memory.

Libraries of columns reserve much address space and use little of it, so the limit of memory is kept from
outside: a child whose resident memory passes it is killed.
"""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO, TypeVar

import psutil
import structlog

from backend.core.leash import leashed
from backend.core.limited_child import SLACK_SECONDS, NoAnswer
from backend.core.settings import Settings

ADDRESS_SPACE = 4 * 1024**3
_WATCH_SECONDS = 0.1
_END_SECONDS = 1.0
_BYTES_PER_SECOND = 10 * 1024 * 1024
"""A large file may take a second of CPU more for each of these."""
_ROOT = Path(__file__).parents[2]
T = TypeVar("T")
log = structlog.get_logger("marshrut.streaming_child")


async def consume_child(
    module: str,
    path: Path,
    *,
    asked: bytes,
    settings: Settings,
    consume: Callable[[BinaryIO], T],
    environment: Mapping[str, str],
) -> T | NoAnswer:
    """Run the module on a file, give it `asked` on stdin, and let `consume` read its stdout in a thread.

    What `consume` raises after the child was killed or has crashed becomes a `NoAnswer`.
    """
    size = await asyncio.to_thread(lambda: path.stat().st_size)
    seconds = settings.parser_seconds + size // _BYTES_PER_SECOND
    child = _start(module, path, seconds, environment)
    reading = asyncio.create_task(asyncio.to_thread(_converse, child, asked, consume))
    watch = asyncio.create_task(_watch_memory(child, settings.parser_memory_limit))
    failure: Exception | None = None
    is_late = is_stopped = False
    try:
        async with asyncio.timeout(seconds + SLACK_SECONDS):
            await asyncio.shield(reading)
    except TimeoutError:
        is_late = True
    except Exception as error:  # noqa: BLE001 - judged below, together with how the child ended
        failure = error
    finally:
        watch.cancel()
        if failure:  # a child that is gone breaks the stream off before it can be waited for
            with contextlib.suppress(subprocess.TimeoutExpired):
                await asyncio.to_thread(child.wait, _END_SECONDS)
        if child.poll() is None and (is_late or failure or not reading.done()):
            is_stopped = True
            child.kill()
        with contextlib.suppress(Exception):
            await reading
        code = await asyncio.to_thread(child.wait)
    if is_late or code != 0:
        is_stopped |= watch.done() and not watch.cancelled() and watch.result()
        was_killed = code == -signal.SIGKILL and not is_stopped
        log.warning("child_died", module=module, code=code, late=is_late, killed=was_killed)
        return NoAnswer(is_late or code == -signal.SIGXCPU, was_killed)
    return reading.result()  # or what `consume` raised


def _start(
    module: str, path: Path, seconds: int, environment: Mapping[str, str]
) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", module, str(path.resolve()), str(ADDRESS_SPACE), str(seconds)]
    return subprocess.Popen(
        leashed(command, on_parent_death=signal.SIGKILL),
        cwd=_ROOT,
        # Nothing of ours is inherited: no database address, no secrets.
        env={"PYTHONPATH": str(_ROOT), "PYTHONUTF8": "1", "PATH": os.defpath, **environment},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    )


def _converse(
    child: "subprocess.Popen[bytes]", asked: bytes, consume: Callable[[BinaryIO], T]
) -> T:
    assert child.stdin is not None
    assert child.stdout is not None
    with contextlib.suppress(BrokenPipeError):
        child.stdin.write(asked)
        child.stdin.close()
    with child.stdout as answer:
        return consume(answer)  # type: ignore[arg-type]


async def _watch_memory(child: "subprocess.Popen[bytes]", limit: int) -> bool:
    """Kill a child that takes too much; return whether that was needed."""
    with contextlib.suppress(psutil.Error):
        process = psutil.Process(child.pid)
        while True:
            await asyncio.sleep(_WATCH_SECONDS)
            used = process.memory_info().rss
            if used > limit:
                log.warning("child_too_large", rss=used)
                child.kill()
                return True
    return False
