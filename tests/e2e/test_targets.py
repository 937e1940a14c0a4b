"""Row 4.1 in the browser: an official sets a target, sees its base and what it means, another agrees to it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

LogIn = Callable[[str], Page]
Check = Callable[[Page], None]
TakeScreen = Callable[[Page, str], None]


def test_an_official_sets_a_target_over_a_base_and_the_school_agrees(
    as_role: LogIn, check_axe: Check, take_screen: TakeScreen
) -> None:
    page = as_role("coordinator")
    page.goto("/targets")
    expect(page.get_by_role("heading", level=1)).to_have_text("План-факт целевых показателей")
    page.get_by_role("link", name="Новая Бинарадка").first.click()
    page.get_by_role("button", name="Поставить цель").click()
    page.get_by_label("Показатель").select_option(label="Качество знаний")
    page.get_by_label("Работа").select_option(label="ВПР, осень, математика")
    page.get_by_label("Класс", exact=True).select_option(label="6 класс")
    told = page.get_by_role("status", name="База и план")
    expect(told).to_contain_text("1 из 8")
    expect(told).to_contain_text("Малая выборка")
    page.get_by_label("План, %").fill("10")
    expect(told).to_contain_text("План хуже базы")
    page.get_by_label("План, %").fill("25")
    expect(told).to_contain_text("нельзя отличить от случайного")
    check_axe(page)
    take_screen(page, "target-form")
    page.get_by_role("button", name="Предложить цель").click()
    expect(page.get_by_text("Сохранено в 09:40")).to_be_visible()
    page.get_by_role("row", name="Качество знаний").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("план 25 % на 2021 год")
    page.get_by_text("Что сейчас нельзя и почему").click()
    expect(page.get_by_text("План предложили вы").first).to_be_visible()
    check_axe(page)
    address = page.url
    school = as_role("school_head")
    school.goto(address)
    school.get_by_role("button", name="Согласовать").click()
    expect(school.get_by_text("согласована").first).to_be_visible()
    school.goto("/targets?verdict=not_reached")
    expect(school.get_by_text("Целей нет")).to_be_visible()
    check_axe(school)


def test_the_list_of_targets_fits_a_phone_and_prints(
    log_in: LogIn, take_screen: TakeScreen
) -> None:
    page = log_in("coordinator")
    page.set_viewport_size({"width": 320, "height": 700})
    page.goto("/targets")
    page.get_by_role("table").wait_for()
    sizes = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert sizes[0] <= sizes[1]
    page.set_viewport_size({"width": 1366, "height": 768})
    take_screen(page, "targets")
    page.emulate_media(media="print")
    expect(page.get_by_role("columnheader", name="Выполнение")).to_be_visible()
    expect(page.get_by_role("button", name="Скачать XLSX")).to_be_hidden()
