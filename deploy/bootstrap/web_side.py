"""Steps that make the front end: its libraries by `npm ci`, the built pages, a browser for end-to-end tests."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

from deploy.bootstrap.console import ROOT, Refusal, run
from deploy.bootstrap.stamps import BIN, begin, finish, fits, hash_files, identity
from tests.e2e.browser import BrowserMissing, can_unpack, find_browser, system_browser

FRONTEND = ROOT / "frontend"
E2E = ROOT / "tests" / "e2e"
_NOT_SOURCES = {"node_modules", "dist", "coverage", ".vite"}


def npm_environment() -> dict[str, str]:
    """Put the environment's Node first: a system Node is never used."""
    return {"PATH": f"{BIN}{os.pathsep}{os.environ.get('PATH', os.defpath)}", "CI": "1"}


def install_web_libraries() -> str | None:
    """Install node_modules of the SPA exactly as package-lock.json says."""
    return _npm_ci(
        FRONTEND, stamp="web-libraries", failure="Не удалось установить библиотеки интерфейса"
    )


def build_pages() -> str | None:
    """Build frontend/dist when any source of the SPA changed."""
    key = hash_files(_sources(FRONTEND), identity())
    if fits("pages", key) and is_whole(FRONTEND / "dist"):
        return "готово"
    begin("pages")
    run(
        [BIN / "npm", "run", "build"],
        failure="Не удалось собрать интерфейс",
        cwd=FRONTEND,
        environment=npm_environment(),
    )
    finish("pages", key)
    return None


def is_whole(built: Path) -> bool:
    """Tell whether index.html lies there with everything it names: a half-deleted build shows a blank page."""
    index = built / "index.html"
    if not index.is_file():
        return False
    named = re.findall(r'(?:src|href)="/([^"]+)"', index.read_text(encoding="utf-8"))
    return all((built / name).is_file() for name in named)


def prepare_browser() -> str | None:
    """Find a browser for end-to-end tests, or get one from npm and unpack it into var/chromium."""
    try:
        if not os.environ.get("E2E_CHROMIUM") and system_browser() is None and can_unpack():
            _npm_ci(
                E2E,
                stamp="browser-package",
                failure="Не удалось скачать браузер для сквозных проверок",
            )
        find_browser()
    except BrowserMissing as missing:
        raise Refusal(str(missing)) from missing
    return None


def _npm_ci(folder: Path, *, stamp: str, failure: str) -> str | None:
    lock = folder / "package-lock.json"
    if not lock.exists():
        raise Refusal(
            f"Нет файла {lock.relative_to(ROOT)}: рабочая копия неполная, возьмите её заново (git)."
        )
    key = hash_files([lock, folder / "package.json", folder / ".npmrc"], identity())
    # npm writes this file last: without it node_modules is half-made.
    if fits(stamp, key) and (folder / "node_modules" / ".package-lock.json").exists():
        return "готово"
    begin(stamp)
    run(
        [BIN / "npm", "ci", "--no-progress"],
        failure=failure,
        cwd=folder,
        environment=npm_environment(),
    )
    finish(stamp, key)
    return None


def _sources(folder: Path) -> Iterator[Path]:
    for path in folder.iterdir():
        if path.name in _NOT_SOURCES:
            continue
        if path.is_dir():
            yield from (file for file in path.rglob("*") if file.is_file())
        else:
            yield path
