"""How the screen behaves: keyboard, narrow windows, a log-in that ends, wrong passwords, foreign addresses."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.e2e.conftest import Product

PLAN_VIEWS = (
    "/plan?view=timeline",
    "/plan/matrix",
    "/control",
    "/plan/editions",
    "/plan/locks",
    "/plan/deputies",
    "/plan/members",
)
LogIn = Callable[[str], Page]
Check = Callable[[Page], None]


def test_log_in_and_open_a_figure_with_the_keyboard_alone(page: Page, product: Product) -> None:
    person = product.people["coordinator"]
    page.goto("/login")
    page.get_by_label("Логин").wait_for()
    _tab_to(page, "Логин")
    page.keyboard.type(person["login"])
    _tab_to(page, "Пароль")
    page.keyboard.type(person["password"])
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Мои дела").wait_for()
    _tab_to(page, "К содержанию", presses=5)
    _tab_to(page, "Дорожная карта")
    page.keyboard.press("Enter")
    page.get_by_role("heading", level=1, name="Дорожная карта 2020–2021").wait_for()
    _tab_to(page, "из 9", presses=60)
    page.keyboard.press("Enter")
    expect(page.get_by_text("Как считается")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Как считается")).to_be_hidden()


def _tab_to(page: Page, words: str, *, presses: int = 30) -> None:
    """Press Tab until the focused element says the words; its focus must be visible."""
    for _ in range(presses):
        said = page.evaluate(
            """() => { const e = document.activeElement;
            return [e.textContent, e.getAttribute('aria-label'),
                    ...(e.labels ? [...e.labels].map((l) => l.textContent) : [])].join(' ').replaceAll('\u00a0', ' ') }"""
        )
        if words in said and page.evaluate("document.activeElement.matches('a, button, input')"):
            outline = page.evaluate(
                "(() => { const s = getComputedStyle(document.activeElement);"
                " return s.outlineStyle !== 'none' || s.boxShadow !== 'none' })()"
            )
            assert outline, f"focus on «{words}» is not visible"
            return
        page.keyboard.press("Tab")
    pytest.fail(f"«{words}» was not reached by Tab")


@pytest.mark.parametrize("path", ["/", "/plan", "/schools", "/uploads", *PLAN_VIEWS])
@pytest.mark.parametrize("width", [683, 320])
def test_no_page_scrolls_sideways_at_200_percent_and_on_a_phone(
    log_in: LogIn, path: str, width: int
) -> None:
    page = log_in("coordinator")
    page.set_viewport_size({"width": width, "height": 700})
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    sizes = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert sizes[0] <= sizes[1]


@pytest.mark.parametrize("path", ["/", "/plan", "/schools", "/uploads", *PLAN_VIEWS])
def test_the_dark_scheme_keeps_its_contrast(log_in: LogIn, check_axe: Check, path: str) -> None:
    page = log_in("coordinator")
    page.emulate_media(color_scheme="dark")
    page.goto(path)
    page.get_by_role("heading", level=1).wait_for()
    page.wait_for_load_state("networkidle")
    check_axe(page)


def test_a_wrong_password_is_told_kindly_and_keeps_the_login(page: Page, check_axe: Check) -> None:
    page.goto("/login")
    page.get_by_label("Логин").fill("coordinator")
    page.get_by_label("Пароль", exact=True).fill("совсем не тот пароль")
    page.get_by_role("button", name="Войти").click()
    expect(page.get_by_text("Логин или пароль не подошли", exact=False).first).to_be_visible()
    expect(page.get_by_label("Логин")).to_have_value("coordinator")
    check_axe(page)


def test_a_log_in_that_ended_is_renewed_in_place(
    log_in: LogIn, context: BrowserContext, product: Product
) -> None:
    page = log_in("coordinator")
    page.get_by_role("link", name="Школы", exact=True).click()
    page.get_by_label("Найти школу").fill("ставрополь")
    context.request.post("/api/v1/auth/logout")
    page.get_by_label("Найти школу").fill("белозерки")
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_label("Пароль", exact=True).fill(product.people["coordinator"]["password"])
    dialog.get_by_role("button", name="Войти", exact=True).click()
    expect(dialog).to_be_hidden()
    expect(page.get_by_label("Найти школу")).to_have_value("белозерки")
    expect(page.get_by_role("link", name="ГБОУ СОШ с. Верхние Белозерки")).to_be_visible()


def test_the_api_docs_page_lives_without_the_world(page: Page) -> None:
    page.goto("/docs")
    expect(page.get_by_text("/api/v1/uploads").first).to_be_visible()


def test_an_unknown_page_says_so(log_in: LogIn, check_axe: Check) -> None:
    page = log_in("coordinator")
    page.goto("/nowhere")
    expect(page.get_by_role("heading", level=1)).to_contain_text(
        re.compile("нет|не найден", re.IGNORECASE)
    )
    check_axe(page)
