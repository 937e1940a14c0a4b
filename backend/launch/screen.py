"""What the person who started the product sees: steps with seconds, the address, the demo logins."""

import contextlib
import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO

from backend.access.permissions import ROLE_TITLES
from backend.core.settings import Settings

CREDENTIALS = "demo-credentials.json"


def say(text: str, *, end: str = "\n", stream: TextIO | None = None) -> None:
    """Print, and live on when nobody can read any more (the terminal is closed)."""
    with contextlib.suppress(OSError, ValueError):
        print(text, end=end, file=stream or sys.stdout, flush=True)


@contextmanager
def timed(title: str) -> Iterator[Callable[[str], None]]:
    """Print `title … 1,2 с`; the yielded function prints progress lines below the title."""
    started = time.monotonic()
    lines = 0

    def progress(text: str) -> None:
        nonlocal lines
        lines += 1
        say(f"{'' if lines > 1 else chr(10)}      {text}")

    say(f"• {title} … ", end="")
    try:
        yield progress
    except BaseException:
        say("не вышло")
        raise
    spent = f"{time.monotonic() - started:.1f}".replace(".", ",")
    say(f"      готово за {spent} с" if lines else f"{spent} с")


def note_base_url(settings: Settings) -> None:
    """Keep `base_url` of the demo credentials true: PORT may differ from start to start."""
    path = settings.var_dir / CREDENTIALS
    found = _credentials(path)
    address = base_url(settings)
    if found and found.get("base_url") != address:
        draft = path.with_suffix(".new")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
            json.dump({**found, "base_url": address}, file, ensure_ascii=False, indent=2)
        draft.replace(path)


def base_url(settings: Settings) -> str:
    """Return the address to open in a browser."""
    host = {"0.0.0.0": "127.0.0.1", "::": "[::1]"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://{host}:{settings.port}"


def greet(settings: Settings) -> None:
    """Print the address and a table of demo logins."""
    say(f"\n«Маршрут» работает: {base_url(settings)}")
    if settings.now:
        say(
            f"Сегодня в демонстрации: {settings.now:%d.%m.%Y} (настоящее время: MARSHRUT_NOW= make run)"
        )
    people = (_credentials(settings.var_dir / CREDENTIALS) or {}).get("people", [])
    if people:
        rows = [("роль", "логин", "пароль")]
        rows += [(_title(p["role"]), str(p["login"]), str(p["password"])) for p in people]
        widths = [max(len(row[column]) for row in rows) for column in range(3)]
        say("")
        for row in rows:
            say(
                "  " + "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
            )
        say(f"\n  Они же и ключи машинных клиентов: {settings.var_dir / CREDENTIALS}")
    say("\nОстановить: Ctrl-C. Журналы: " + str(settings.var_dir / "log"))


def _title(role: object) -> str:
    return ROLE_TITLES.get(str(role), str(role))


def _credentials(path: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) else None
