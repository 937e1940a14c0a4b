"""The main journey in a real browser: what is due, the road map, a school, a results file from drop to figures."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from python_calamine import CalamineWorkbook

DATA = Path(__file__).parents[1] / "data"
LogIn = Callable[[str], Page]
Check = Callable[[Page], None]
Take = Callable[[Page, str], None]
SCHOOL = "ГБОУ СОШ с. Новая Бинарадка"


def test_an_official_sees_in_five_seconds_what_is_due_and_what_holds_it(
    log_in: LogIn, check_axe: Check, take_screen: Take
) -> None:
    page = log_in("coordinator")
    expect(page.get_by_text("сегодня 17 марта 2021")).to_be_visible()
    expect(
        page.get_by_role("heading", name="Одно решение сдвинет три строки плана")
    ).to_be_visible()
    overdue = page.get_by_role("listitem").filter(has_text="500+.4").filter(has_text="2 из 3")
    expect(overdue.get_by_text("Просрочено на 7 дней")).to_be_visible()
    expect(page.get_by_text("суббота, выходной", exact=False).first).to_be_visible()
    expect(page.get_by_role("heading", name="Что изменилось")).to_be_visible()
    expect(page.get_by_text("Справка о посещении утверждена", exact=False)).to_be_visible()
    check_axe(page)
    take_screen(page, "todo")


def test_the_road_map_shows_44_rows_as_written_and_opens_a_figure_down_to_the_missing_school(
    log_in: LogIn, check_axe: Check, take_screen: Take
) -> None:
    page = log_in("coordinator")
    page.get_by_role("link", name="Дорожная карта", exact=True).click()
    expect(page.get_by_role("heading", level=1, name="Дорожная карта 2020–2021")).to_be_visible()
    numbers = page.locator("tbody th[scope=row], tbody td").filter(
        has_text=re.compile(r"^(\d\.\d|500\+\.\d+)$")
    )
    expect(numbers).to_have_count(44)
    expect(page.get_by_text("02.03.21 – 10.03.2021").first).to_be_visible()
    take_screen(page, "plan")
    row = page.get_by_role("row").filter(has_text="500+.4")
    figure = row.get_by_role("button", name="2 из 3")
    figure.click()
    panel = page.get_by_role("complementary").filter(has_text="Не выполнено")
    expect(panel.get_by_role("link", name=SCHOOL)).to_be_visible()
    expect(panel.get_by_text("РПШ не верифицирован", exact=True)).to_be_visible()
    expect(panel.get_by_text("На срок 10.03.2021 было 1 из 3")).to_be_visible()
    expect(page).to_have_url(re.compile(r"/plan\?.*row="))
    check_axe(page)
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(figure).to_be_focused()


@pytest.mark.parametrize(
    ("name", "path", "heading", "sees"),
    [
        ("timeline", "/plan?view=timeline", "Дорожная карта 2020–2021", "сегодня"),
        ("matrix", "/plan/matrix", "Школы и строки плана", "−7"),
        ("control", "/control", "Контроль исполнения", "на 7 дней"),
        ("editions", "/plan/editions", "Редакции", "№ 199-од"),
        ("members", "/plan/members", "Школы проекта", SCHOOL),
    ],
)
def test_every_view_of_the_plan_says_its_matter_and_passes_axe(
    log_in: LogIn,
    check_axe: Check,
    take_screen: Take,
    name: str,
    path: str,
    heading: str,
    sees: str,
) -> None:
    page = log_in("head")
    page.goto(path)
    expect(page.get_by_role("heading", level=1, name=heading)).to_be_visible()
    expect(page.get_by_text(sees, exact=False).first).to_be_visible()
    check_axe(page)
    take_screen(page, name)


def test_a_cell_of_the_matrix_opens_what_stands_behind_it(log_in: LogIn, check_axe: Check) -> None:
    page = log_in("coordinator")
    page.goto("/plan/matrix")
    row = page.get_by_role("row").filter(has_text=SCHOOL)
    row.get_by_text("−7", exact=False).first.click()
    panel = page.get_by_role("complementary").filter(has_text="РПШ не верифицирован")
    expect(panel.first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/plan/matrix\?.*school="))
    check_axe(page)


def test_the_workbook_of_a_filtered_plan_holds_just_the_rows_on_the_screen(log_in: LogIn) -> None:
    page = log_in("coordinator")
    page.goto("/plan")
    page.get_by_role("button", name=re.compile("^Просрочено")).click()
    expect(page.get_by_role("row").filter(has_text="500+.4")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Скачать XLSX").click()
    sheets = CalamineWorkbook.from_path(download.value.path())
    rows = sheets.get_sheet_by_name("План").to_python()
    assert [row[1] for row in rows[1:]] == ["500+.4"]
    assert "Параметры" in sheets.sheet_names


def test_a_school_is_found_by_a_part_of_its_name_and_shows_where_its_risk_profile_differs(
    log_in: LogIn, check_axe: Check, take_screen: Take
) -> None:
    page = log_in("coordinator")
    page.get_by_role("link", name="Школы", exact=True).click()
    expect(page.get_by_text("36 школ")).to_be_visible()
    take_screen(page, "schools")
    check_axe(page)
    page.get_by_label("Найти школу").fill("бинарадка")
    expect(page.get_by_role("link", name=re.compile("^ГБОУ"))).to_have_count(1)
    page.get_by_role("link", name=SCHOOL).click()
    expect(page.get_by_role("heading", level=1, name=SCHOOL)).to_be_visible()
    expect(page.get_by_text("согласны по 10, расходятся по 2")).to_be_visible()
    expect(page.get_by_text("3 из 8").first).to_be_visible()
    check_axe(page)
    take_screen(page, "school")


def test_a_methodist_uploads_a_protocol_and_its_figures_stand_on_the_school_page(
    log_in: LogIn, check_axe: Check, take_screen: Take
) -> None:
    page = log_in("methodist")
    page.get_by_role("link", name="Загрузки", exact=True).click()
    page.locator("input[type=file]").set_input_files(DATA / "vpr_f1_math5_2020.xlsx")
    expect(
        page.get_by_role("heading", level=1, name=re.compile("ВПР 2020 Математика 5 класс"))
    ).to_be_visible()
    expect(page.get_by_text("Замечаний нет").first).to_be_visible()
    expect(page.get_by_text("ничего не записано")).to_be_visible()
    check_axe(page)
    take_screen(page, "upload")
    page.get_by_role("button", name=re.compile("^Принять")).click()
    to_results = (
        page.get_by_role("main")
        .get_by_role("link", name=re.compile("результат", re.IGNORECASE))
        .first
    )
    expect(to_results).to_be_visible()
    to_results.click()
    expect(page.get_by_role("heading", level=1, name=SCHOOL)).to_be_visible()
    results = (
        page.get_by_role("row").filter(has_text="осень 2020").filter(has_text="программа 4 класса")
    )
    expect(results.first).to_be_visible()
    expect(page.get_by_text("малая выборка").first).to_be_visible()
    check_axe(page)


def test_a_dirty_file_names_every_wrong_cell_and_cannot_be_accepted(
    log_in: LogIn, check_axe: Check
) -> None:
    page = log_in("methodist")
    page.get_by_role("link", name="Загрузки", exact=True).click()
    page.locator("input[type=file]").set_input_files(DATA / "vpr_f1_math5_2020_dirty.xlsx")
    expect(page.get_by_text("Строка 9, столбец I", exact=False)).to_be_visible()
    expect(page.get_by_text("Как исправить", exact=False).first).to_be_visible()
    accept = page.get_by_role("button", name=re.compile("^Принять"))
    expect(accept).to_have_attribute("aria-disabled", "true")
    expect(page.get_by_text("Нельзя: в файле 8 ошибок", exact=False)).to_be_visible()
    accept.click(force=True)
    expect(page.get_by_text("ничего не записано")).to_be_visible()
    check_axe(page)


@pytest.mark.parametrize("role", ["school_head", "curator", "mentor", "head", "auditor", "admin"])
def test_every_role_has_a_first_screen_of_its_own(
    log_in: LogIn, check_axe: Check, role: str
) -> None:
    page = log_in(role)
    expect(page.get_by_text("Среда, 17 марта 2021")).to_be_visible()
    check_axe(page)


def test_a_director_sees_only_the_own_school(log_in: LogIn) -> None:
    page = log_in("school_head")
    page.get_by_role("link", name="Школы", exact=True).click()
    expect(page.get_by_role("link", name=re.compile("^ГБОУ"))).to_have_count(1)


def test_no_rights_says_who_may_and_stays(log_in: LogIn, check_axe: Check) -> None:
    page = log_in("curator")
    expect(page.get_by_role("link", name="Загрузки", exact=True)).to_have_count(0)
    page.goto("/uploads")
    expect(page).to_have_url(re.compile("/uploads"))
    expect(page.get_by_text("Нет прав").first).to_be_visible()
    check_axe(page)
