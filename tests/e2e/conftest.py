"""The whole product on a scratch PostgreSQL with the demo story, and a real Chromium in front of it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from backend.core.embedded import EmbeddedPostgres
from tests.e2e.browser import find_browser

ROOT = Path(__file__).parents[2]
# Pictures of every run lie under var/; `make screens` renews the committed ones.
SCREENS = (
    Path(__file__).parent / "screens"
    if os.environ.get("RENEW_SCREENS")
    else ROOT / "var" / "screens"
)
AXE = ROOT / "frontend" / "node_modules" / "axe-core" / "axe.min.js"
DEMO_MOMENT = "2021-03-17T09:40:00+04:00"
START_SECONDS = 60


@dataclass(frozen=True)
class Product:
    """A running installation: its address and who may log in."""

    base_url: str
    people: dict[str, dict[str, str]]
    clients: dict[str, dict[str, Any]]
    environment: dict[str, str]


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Generator[Product, None, None]:
    """Migrate, seed, start API and worker as an operator would, stop them at the end."""
    var = tmp_path_factory.mktemp("installation")
    with EmbeddedPostgres(var / "postgres", durable=False) as postgres:
        environment = os.environ | {
            "DATABASE_URL": postgres.url(),
            "MARSHRUT_VAR_DIR": str(var),
            "MARSHRUT_NOW": DEMO_MOMENT,
            "PORT": str(_free_port()),
        }
        marshrut = [sys.executable, "-m", "backend.cli"]
        subprocess.run([*marshrut, "seed"], cwd=ROOT, env=environment, check=True, timeout=300)
        with ExitStack() as stack:
            for command in ("serve", "worker"):
                log = stack.enter_context((var / f"{command}.log").open("wb"))
                process = subprocess.Popen(
                    [*marshrut, command], cwd=ROOT, env=environment, stdout=log, stderr=log
                )
                stack.callback(_stop, process)
            base_url = f"http://127.0.0.1:{environment['PORT']}"
            _wait_until_ready(base_url, var / "serve.log")
            written = json.loads((var / "demo-credentials.json").read_text(encoding="utf-8"))
            yield Product(
                base_url=base_url,
                people={person["role"]: person for person in written["people"]},
                clients={client["name"]: client for client in written["clients"]},
                environment=environment,
            )


def _stop(process: "subprocess.Popen[bytes]") -> None:
    process.terminate()
    process.wait(timeout=20)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait_until_ready(base_url: str, log: Path) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(base_url + "/readyz", timeout=2):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.1)
    pytest.fail(f"the API did not become ready:\n{log.read_text()[-3000:]}")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = find_browser()
    return {
        "executable_path": str(chromium.executable),
        "args": list(chromium.flags),
        "env": {**os.environ, **chromium.environment},
    }


@pytest.fixture(scope="session")
def browser_context_args(product: Product) -> dict[str, Any]:
    return {
        "base_url": product.base_url,
        "viewport": {"width": 1366, "height": 768},
        "locale": "ru-RU",
        "timezone_id": "Europe/Samara",
        "reduced_motion": "reduce",
    }


@pytest.fixture
def context(context: BrowserContext, product: Product) -> Generator[BrowserContext, None, None]:
    """A browser that reaches this installation only; a try to go elsewhere fails the test."""
    strangers: list[str] = []

    def stay_home(route: Route) -> None:
        if route.request.url.startswith((product.base_url, "blob:", "data:")):
            route.continue_()
        else:
            strangers.append(route.request.url)
            route.abort()

    context.route("**/*", stay_home)
    yield context
    assert strangers == []


@pytest.fixture
def page(page: Page) -> Generator[Page, None, None]:
    """A page whose console stays free of errors (refusals the test provokes are read by the test)."""
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console",
        lambda message: (
            complaints.append(message.text)
            if message.type == "error" and "Failed to load resource" not in message.text
            else None
        ),
    )
    yield page
    assert complaints == []


@pytest.fixture
def log_in(page: Page, product: Product) -> Callable[[str], Page]:
    """Log somebody of a role in through the form."""

    def enter(role: str) -> Page:
        person = product.people[role]
        page.goto("/login")
        page.get_by_label("Логин").fill(person["login"])
        page.get_by_label("Пароль", exact=True).fill(person["password"])
        page.get_by_role("button", name="Войти").click()
        page.get_by_role("heading", level=1, name="Мои дела").wait_for()
        return page

    return enter


@pytest.fixture
def as_role(
    browser: Browser, browser_context_args: dict[str, Any], product: Product
) -> Generator[Callable[[str], Page], None, None]:
    """A browser of its own for every person of the story; the console of each stays free of errors."""
    opened: dict[str, Page] = {}
    complaints: list[str] = []

    def enter(role: str) -> Page:
        if role not in opened:
            page = browser.new_context(**browser_context_args).new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            person = product.people[role]
            page.goto("/login")
            page.get_by_label("Логин").fill(person["login"])
            page.get_by_label("Пароль", exact=True).fill(person["password"])
            page.get_by_role("button", name="Войти").click()
            page.get_by_role("heading", level=1, name="Мои дела").wait_for()
            opened[role] = page
        return opened[role]

    yield enter
    for page in opened.values():
        page.context.close()
    assert complaints == []


@pytest.fixture
def check_axe() -> Callable[[Page], None]:
    """Assert 0 violations of WCAG 2.1 A and AA on what the page shows now."""

    def check(page: Page) -> None:
        page.evaluate(AXE.read_text(encoding="utf-8"))
        found = page.evaluate(
            "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa']})"
        )
        assert [
            (violation["id"], [node["html"][:200] for node in violation["nodes"]])
            for violation in found["violations"]
        ] == []

    return check


@pytest.fixture
def take_screen() -> Callable[[Page, str], None]:
    """Keep a picture of the page for people to look at."""

    def take(page: Page, name: str) -> None:
        SCREENS.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=SCREENS / f"{name}.png")

    return take
