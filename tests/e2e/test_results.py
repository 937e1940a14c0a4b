"""Results as officials read them: words instead of arrows, every chart by the keyboard, as a table and on paper."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Page, expect

LogIn = Callable[[str], Page]
Check = Callable[[Page], None]
PAGES = (
    "/analysis?level=school&year=2019&grade=6",
    "/analysis/subject?subject=math&grade=6&level=school",
    "/analysis/subject?subject=math&grade=6&table=funnel.marks.dynamics",
)


def test_from_the_overview_to_a_fall_that_cannot_be_told_from_chance(
    log_in: LogIn, check_axe: Check
) -> None:
    page = log_in("coordinator")
    page.get_by_role("link", name="Результаты", exact=True).click()
    page.get_by_label("Год", exact=True).select_option("2019")
    page.get_by_label("Класс", exact=True).select_option("6")
    page.get_by_label("Показать", exact=True).select_option("school")
    row = page.get_by_role("row", name=re.compile("Новая Бинарадка"))
    expect(row.get_by_text("малая выборка").first).to_be_visible()
    expect(row.get_by_text(re.compile("−23.п.*от.−57 до.\\+21"))).to_be_visible()
    assert not re.search("[↑↓▲▼]", page.locator("main").inner_text())
    row.get_by_role("button", name=re.compile("^1.из.7: .*математика")).click()
    expect(page.get_by_role("dialog").get_by_text("Как посчитано")).to_be_visible()
    page.keyboard.press("Escape")
    row.get_by_role("link", name=re.compile("Бинарадка")).click()
    page.get_by_role("link", name=re.compile("ВПР, математика, 6.класс: рассмотреть")).click()
    compared = page.get_by_role("region", name=re.compile("Сравнение лет: ВПР, математика"))
    below = compared.get_by_role("row", name=re.compile("Ниже порога"))
    expect(below).to_contain_text(re.compile("3.из.8.*1.из.7.*нельзя различить"))
    expect(
        page.get_by_role("region", name="Школы как наша").get_by_text("эта школа")
    ).to_be_visible()
    check_axe(page)
    page.emulate_media(media="print")
    expect(compared).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("Скачать XLSX")).first).to_be_hidden()


def test_the_funnel_is_walked_by_the_keyboard_and_read_as_a_table(log_in: LogIn) -> None:
    page = log_in("coordinator")
    page.goto("/analysis/subject?subject=math&grade=6")
    funnel = page.get_by_role("region", name="Школа и случайность")
    expect(funnel.get_by_text("Малые школы «прыгают» без причины")).to_be_visible()
    funnel.locator("[data-mark][tabindex='0']").focus()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowRight")
    said = page.evaluate("document.activeElement.getAttribute('aria-label')")
    assert re.search(r"\d+.из.\d+, (внутри|выше|ниже) границ", said)
    funnel.get_by_role("button", name="Таблица").click()
    line = funnel.get_by_role("row", name=re.compile("Васильевка"))
    expect(line).to_contain_text(re.compile("5.из.13"))
    expect(page).to_have_url(re.compile("table=funnel"))
    with page.expect_download() as download:
        funnel.get_by_role("button", name=re.compile("Скачать XLSX")).click()
    assert download.value.suggested_filename.endswith(".xlsx")


@pytest.mark.parametrize("path", PAGES)
def test_the_pages_of_results_are_accessible_dark_and_narrow(
    log_in: LogIn, check_axe: Check, path: str
) -> None:
    page = log_in("coordinator")
    views: tuple[tuple[Literal["light", "dark"], int], ...] = (("light", 1366), ("dark", 320))
    for scheme, width in views:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size({"width": width, "height": 700})
        page.goto(path)
        page.get_by_role("heading", level=1).wait_for()
        page.wait_for_load_state("networkidle")
        check_axe(page)
        sizes = page.evaluate(
            "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
        )
        assert sizes[0] <= sizes[1]
