"""A results file from the first wrong cell to figures and back: issues, mapping, differences, two persons, revert."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.data.make_samples import PLANTED
from tests.e2e import results_files
from tests.e2e.results_files import UNKNOWN_LOGIN, UNKNOWN_SCHOOL

Check = Callable[[Page], None]
Take = Callable[[Page, str], None]
As = Callable[[str], Page]
LogIn = Callable[[str], Page]
SCHOOL = "ГБОУ СОШ с. Новая Бинарадка"
MEANT = "ГБОУ СОШ с. Верхние Белозерки"
READ_MS = 20_000
"""A worker on a busy machine reads, writes or takes back within this."""
# «2», «3», «4», «5», the average, who passed and who passed well.
FIGURES = ["3", "3", "1", "1", "3,00", "5 из 8", "2 из 8"]
MOVED = ["2", "3", "1", "2", "3,38", "6 из 8", "3 из 8"]
_FIGURES = "td:nth-child(n+3):nth-child(-n+9)"
# Collects what a screen reader would say: every status that was shown, also for a moment only.
LISTEN = """
window.heard = []
new MutationObserver(() => {
  for (const status of document.querySelectorAll('[role=status]')) {
    const words = status.textContent.replaceAll('\\u00a0', ' ').trim()
    if (words && words !== window.heard.at(-1)) window.heard.push(words)
  }
}).observe(document, { childList: true, subtree: true, characterData: true })
"""


def test_a_dirty_file_is_mended_mapped_accepted_by_a_colleague_and_taken_back(
    as_role: As, check_axe: Check, take_screen: Take, tmp_path: Path
) -> None:
    methodist, coordinator = as_role("methodist"), as_role("coordinator")
    _send(methodist, results_files.first_f1(tmp_path / "Ф1.xlsx"), at_once=True)
    expect(methodist.get_by_text("Файл принят.", exact=False)).to_be_visible(timeout=READ_MS)
    expect(_results(methodist)).to_have_text(FIGURES)

    _send(methodist, results_files.dirty_f1(tmp_path / "Ф1 с ошибками.xlsx"))
    _expect_every_wrong_cell_named(methodist)
    check_axe(methodist)
    take_screen(methodist, "upload-issues")
    _map_the_unknown_school(methodist, check_axe)

    methodist.get_by_role("link", name="Загрузить исправленный файл").click()
    _send(methodist, results_files.mended_f1(tmp_path / "Ф1 исправленный.xlsx"))
    _expect_differences_and_consequences(methodist)
    expect(methodist.get_by_role("button", name=re.compile("^Принять"))).to_have_attribute(
        "aria-disabled", "true"
    )
    expect(methodist.get_by_text("принять такую загрузку должен другой сотрудник")).to_be_visible()
    check_axe(methodist)
    take_screen(methodist, "upload-differences")
    _make_dark_and_narrow(methodist)
    check_axe(methodist)
    take_screen(methodist, "upload-narrow")

    coordinator.goto(methodist.url)
    coordinator.get_by_role("button", name=re.compile("^Принять")).click()
    form = coordinator.get_by_role("form", name="Принять большие изменения")
    form.get_by_role("button", name="Принять", exact=True).click()
    expect(form.get_by_text("Напишите, почему такие изменения верны.").first).to_be_visible()
    check_axe(coordinator)
    form.get_by_label("Почему это верно").fill("Школа исправила протокол по апелляции")
    form.get_by_role("button", name="Принять", exact=True).click()
    expect(coordinator.get_by_text("Файл принят.", exact=False)).to_be_visible(timeout=READ_MS)
    expect(coordinator.get_by_text("Школа исправила протокол по апелляции")).to_be_visible()
    expect(coordinator.get_by_role("columnheader", name="Стало")).to_be_visible()
    check_axe(coordinator)
    upload = coordinator.url
    expect(_results(coordinator)).to_have_text(MOVED)
    check_axe(coordinator)

    table = coordinator.get_by_role("table", name="Результаты школы")
    table.get_by_role("row", name=re.compile("^2021")).get_by_role(
        "link", name="Версия 2: история протокола"
    ).click()
    _expect_versions(coordinator, ["действует", "заменена"])
    check_axe(coordinator)
    protocol = coordinator.url

    coordinator.goto(upload)
    coordinator.get_by_role("button", name="Откатить").click()
    form = coordinator.get_by_role("form", name="Откат загрузки")
    form.get_by_label("Причина").fill("Апелляцию отозвали")
    check_axe(coordinator)
    form.get_by_role("button", name="Откатить").click()
    expect(coordinator.get_by_text("Принятое по этому файлу откачено", exact=False)).to_be_visible(
        timeout=READ_MS
    )
    expect(coordinator.get_by_text("Апелляцию отозвали")).to_be_visible()
    check_axe(coordinator)
    take_screen(coordinator, "upload-reverted")
    expect(_results(coordinator)).to_have_text(FIGURES)
    coordinator.goto(protocol)
    _expect_versions(coordinator, ["откачена", "действует"])
    take_screen(coordinator, "protocol-history")


def test_progress_is_announced_and_the_rows_without_errors_are_written_on_an_explicit_choice(
    log_in: LogIn, check_axe: Check, take_screen: Take, tmp_path: Path
) -> None:
    page = log_in("methodist")
    page.evaluate(LISTEN)
    _send(page, results_files.long_f1(tmp_path / "Все школы.csv", rows=150_000, wrong=3))
    expect(page.get_by_role("progressbar")).to_be_visible()
    check_axe(page)
    take_screen(page, "upload-progress")
    expect(page.get_by_text("3 строки из 150 000 принять нельзя")).to_be_visible(timeout=READ_MS)
    heard = page.evaluate("window.heard")
    assert any(
        re.match("Читаем файл|Прочитано строк|Проверяем строки", words) for words in heard
    ), heard
    # A polite voice says the stage and quarters of the way, never counts rows.
    assert not any(re.search(r"строк[аи]?:? \d", words) for words in heard), heard

    page.get_by_role("button", name="Загрузить строки без ошибок").click()
    form = page.get_by_role("form", name="Загрузить строки без ошибок")
    expect(form.get_by_text("Не попадут в базу 3 строки из 150 000", exact=False)).to_be_visible()
    check_axe(page)
    expect(page.get_by_text("3 ошибки, ждёт решения")).to_be_visible()
    form.get_by_role("button", name="Загрузить без них").click()
    expect(page.get_by_text("Файл принят.", exact=False)).to_be_visible(timeout=READ_MS)
    expect(page.get_by_text("149 997 строк", exact=True)).to_be_visible()
    check_axe(page)
    take_screen(page, "upload-partly")


def test_a_table_that_does_not_say_its_work_is_asked_about_it(
    log_in: LogIn, check_axe: Check, take_screen: Take, tmp_path: Path
) -> None:
    page = log_in("methodist")
    _send(page, results_files.untitled_protocol_2020(tmp_path / "Протокол.csv"))
    form = page.get_by_role("form", name="Вопросы по файлу")
    expect(form).to_be_visible(timeout=READ_MS)
    expect(page.get_by_text("Нельзя: по файлу 1 вопрос", exact=False).first).to_be_visible()
    form.get_by_role("button", name="Ответить и прочитать заново").click()
    expect(form.get_by_role("link", name="Выберите процедуру.")).to_be_visible()
    check_axe(page)
    take_screen(page, "upload-question")
    form.get_by_label("Процедура").select_option("vpr")
    form.get_by_label("Предмет").select_option(label="Математика")
    form.get_by_label("Год работы").fill("2020")
    form.get_by_label("Класс, который писал").fill("5")
    form.get_by_label("Когда писали").select_option("autumn")
    form.get_by_label("По программе класса").fill("4")
    form.get_by_role("button", name="Ответить и прочитать заново").click()
    expect(form).to_be_hidden(timeout=READ_MS)
    expect(page.get_by_text("ждёт решения", exact=False).first).to_be_visible(timeout=READ_MS)
    check_axe(page)
    page.get_by_role("button", name="Отказаться от загрузки").click()
    expect(page.get_by_text("в базу ничего не попало", exact=False)).to_be_visible()


def _send(page: Page, file: Path, *, at_once: bool = False) -> None:
    page.get_by_role("navigation").get_by_role("link", name="Загрузки", exact=True).click()
    page.get_by_role("heading", level=1, name="Загрузки").wait_for()
    if at_once:
        page.get_by_label("Принять сразу, если ошибок нет").check()
    page.locator("input[type=file]").set_input_files(file)
    page.wait_for_url(re.compile("/uploads/[0-9a-f-]{36}"), timeout=READ_MS)


def _results(page: Page) -> Locator:
    """Open the school's results and return the cells with figures of the work, from «2» to «Качество»."""
    page.goto("/schools")
    page.get_by_role("link", name=SCHOOL).first.click()
    parts = page.get_by_role("navigation", name="Разделы школы")
    parts.get_by_role("link", name="Результаты", exact=True).click()
    table = page.get_by_role("table", name="Результаты школы")
    return table.get_by_role("row", name=re.compile("^2021")).locator(_FIGURES)


def _expect_every_wrong_cell_named(page: Page) -> None:
    expect(page.get_by_text("8 строк из 10 принять нельзя, ещё 1 место проверьте")).to_be_visible(
        timeout=READ_MS
    )
    expect(page.get_by_text("Строка 9, столбец I «3 (2б)»", exact=False)).to_be_visible()
    expect(page.get_by_text("Код 50001 уже есть в строке 8", exact=False)).to_be_visible()
    page.get_by_role("button", name="По строкам").click()
    rows = page.get_by_role("table", name="Замечания по строкам").locator("tbody tr")
    expect(rows.first).to_be_visible()
    places = {
        (int(row.locator("td").first.inner_text()), row.locator("td").nth(1).inner_text()[0])
        for row in rows.all()
    }
    assert places == {(row, column) for row, column, _ in PLANTED}
    page.get_by_role("button", name="По видам").click()
    with page.expect_download() as download:
        page.get_by_role("button", name=re.compile("^Файл с пометками")).click()
    assert download.value.suggested_filename == "Ф1 с ошибками – с пометками.xlsx"
    marked = CalamineWorkbook.from_path(download.value.path()).get_sheet_by_index(0).to_python()
    assert marked[6][-1] == "Ошибка"
    for row, column, _ in PLANTED:
        assert f"{column} «" in str(marked[row - 1][-1]), marked[row - 1]


def _map_the_unknown_school(page: Page, check_axe: Check) -> None:
    digits = UNKNOWN_LOGIN.removeprefix("edu")
    expect(page.get_by_text(f"{UNKNOWN_SCHOOL} ({digits})")).to_be_visible()
    page.get_by_role("button", name=re.compile("^Указать школу")).click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Найти школу").fill("белозерки")
    dialog.get_by_role("radio", name=re.compile(MEANT)).check()
    check_axe(page)
    dialog.get_by_role("button", name="Выбрать", exact=True).click()
    page.get_by_role("button", name="Сохранить и прочитать заново (1)").click()
    expect(page.get_by_text("7 строк из 10 принять нельзя", exact=False)).to_be_visible(
        timeout=READ_MS
    )
    expect(page.get_by_role("heading", name="Неизвестные названия")).to_have_count(0)
    expect(page.get_by_text(MEANT, exact=False).first).to_be_visible()


def _expect_differences_and_consequences(page: Page) -> None:
    table = page.get_by_role("table", name="Отличия от записанного")
    mark = table.get_by_role("row").filter(has_text="50002").filter(has_text="Отметка")
    expect(mark.locator("del")).to_have_text("2", timeout=READ_MS)
    expect(mark.locator("ins")).to_have_text("3")
    expect(table.get_by_role("row").filter(has_text="50009")).to_contain_text("новый участник")
    gone = table.get_by_role("row").filter(has_text="50005")
    expect(gone).to_contain_text("исчезнет: в файле его нет")
    figures = page.get_by_role("table", name="Показатели до и после").get_by_role("row")
    expect(figures.filter(has_text=SCHOOL)).to_contain_text("2 из 8было 3 из 8")
    # What was said of the unknown school is remembered: its pupil stands where he belongs.
    expect(figures.filter(has_text=MEANT).locator("td").first).to_have_text("1")
    expect(page.get_by_role("heading", name="Неизвестные названия")).to_have_count(0)
    expect(page.get_by_text("Меняется или исчезает 25 % записанных", exact=False)).to_be_visible()


def _make_dark_and_narrow(page: Page) -> None:
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 360, "height": 740})
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    # Colours are measured when they have been painted, not while they change.
    page.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def _expect_versions(page: Page, states: list[str]) -> None:
    table = page.get_by_role("table", name="Версии протокола")
    expect(table.locator("tbody tr td:nth-child(2)")).to_have_text(states)
    marks = table.locator("tbody tr")
    expect(marks.nth(0).locator("td:nth-child(n+5):nth-child(-n+11)")).to_have_text(MOVED)
    expect(marks.nth(1).locator("td:nth-child(n+5):nth-child(-n+11)")).to_have_text(FIGURES)
