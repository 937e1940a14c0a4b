"""What the person at the screen sees: numbered steps with seconds, and one sentence when a step fails."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VAR = ROOT / "var"
LOG = VAR / "log" / "bootstrap.log"

# What pip, uv and npm say → one sentence. The first match wins.
_REASONS = (
    (
        r"No space left on device|ENOSPC",
        "Диск заполнен: освободите место (нужно около 2 ГБ) и повторите.",
    ),
    (
        r"certificate verify failed|SELF_SIGNED_CERT|UNABLE_TO_VERIFY|UNABLE_TO_GET_ISSUER|invalid peer cert",
        "Сертификат реестра пакетов не проверяется: укажите сертификат вашей сети "
        "в SSL_CERT_FILE и NODE_EXTRA_CA_CERTS.",
    ),
    (
        r"DO NOT MATCH THE HASHES|[Hh]ash mismatch|EINTEGRITY",
        "Скачанный пакет не совпал с контрольной суммой из файла блокировки: повторите, "
        "а если не поможет, проверьте сеть и зеркало.",
    ),
    (
        r"ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|dns error|tcp connect error"
        r"|error sending request|Failed to establish a new connection|Name or service not known"
        r"|Temporary failure in name resolution|Network is unreachable|timed out|client error .Connect",
        "Нет связи с реестром пакетов: проверьте сеть (и прокси в HTTPS_PROXY) и повторите.",
    ),
    (
        r"npm error code EUSAGE",
        "package-lock.json не согласован с package.json: выполните `npm install` и сохраните оба файла.",
    ),
    (
        r"No matching distribution|no wheels with a matching|has no wheels with",
        "Для этой системы или версии Python нет готовых пакетов: нужен Linux или macOS и Python 3.11–3.13.",
    ),
    (
        r"EACCES|Permission denied",
        "Нет прав на запись: проверьте владельца папки проекта и домашней папки.",
    ),
    (
        r"Killed|SIGKILL|heap out of memory|Cannot allocate memory",
        "Не хватило оперативной памяти.",
    ),
)


class Refusal(Exception):
    """A step cannot be done; the message is one Russian sentence."""


def seconds(value: float) -> str:
    """Write seconds the Russian way: `6,2 с`."""
    return f"{value:.1f}".replace(".", ",") + " с"


@contextmanager
def step(number: int, total: int, title: str) -> Iterator[list[str]]:
    """Print `[2/6] title … ` and, at the end, the seconds or the words put into the yielded list."""
    started = time.monotonic()
    words: list[str] = []
    print(f"[{number}/{total}] {title} … ", end="", flush=True)
    try:
        yield words
    except BaseException:
        print("не вышло", flush=True)
        raise
    print(words[-1] if words else seconds(time.monotonic() - started), flush=True)


def run(
    command: Sequence[str | Path],
    *,
    failure: str,
    cwd: Path = ROOT,
    environment: Mapping[str, str] | None = None,
) -> None:
    """Run a program with its output in the log; its failure becomes a Refusal that begins with `failure`."""
    LOG.parent.mkdir(parents=True, exist_ok=True)
    with LOG.open("ab") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n".encode())
        log.flush()
        before = log.tell()
        child = subprocess.Popen(
            [str(part) for part in command],
            cwd=cwd,
            env={**os.environ, **(environment or {})},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
        )
        try:
            code = child.wait()
        except BaseException:
            _end(child)
            raise
    if code != 0:
        raise Refusal(f"{failure}. {_reason(before)}")


def _end(child: "subprocess.Popen[bytes]") -> None:
    """End a program that was running when the person pressed Ctrl-C."""
    if child.poll() is None:
        child.send_signal(signal.SIGTERM)
        try:
            child.wait(5)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


def _reason(position: int) -> str:
    """Explain a failure by what the program wrote to the log after byte `position`."""
    with LOG.open("rb") as log:
        log.seek(position)
        text = log.read().decode(errors="replace")
    where = f"Подробности: {LOG.relative_to(ROOT)}"
    for pattern, sentence in _REASONS:
        if re.search(pattern, text):
            return f"{sentence} {where}"
    return where


def fail(message: str) -> int:
    """Print the one sentence of a failure; returns the exit code."""
    print(f"\nОшибка: {message}", file=sys.stderr, flush=True)
    return 1
