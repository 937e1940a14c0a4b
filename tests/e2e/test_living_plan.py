"""A new edition comes in as a file and into force; a school reports, is returned, corrects; the figure moves by itself."""

import re
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

DATA = Path(__file__).parents[1] / "data"
SCHOOL = "ГБОУ СОШ с. Новая Бинарадка"
ROW = "500+.10"
Check = Callable[[Page], None]
Take = Callable[[Page, str], None]
As = Callable[[str], Page]


def test_an_edition_comes_from_a_file_and_the_figure_moves_when_a_school_has_corrected_its_report(
    as_role: As, check_axe: Check, take_screen: Take, tmp_path: Path
) -> None:
    office = as_role("coordinator")
    _import_and_put_in_force(office, check_axe, take_screen)
    expect(_figure(office)).to_contain_text("2 из 3")

    paper, second = tmp_path / "Список участников.pdf", tmp_path / "Запись вебинара 04.03.pdf"
    for file in (paper, second):
        file.write_bytes(f"%PDF-1.4 {file.name}".encode())
    director = as_role("school_head")
    panel = _open_row(director)
    panel.get_by_role("button", name="Сдать").click()
    _offer(panel, "Участие во всех прошедших вебинарах", paper)
    panel.get_by_role("button", name="Сохранить и приложить ещё").click()
    expect(panel.get_by_text("Сохранено, второй раз прикладывать не нужно")).to_be_visible()
    _offer(panel, "Участие во всех прошедших вебинарах", second)
    check_axe(director)
    panel.get_by_role("button", name="Сдать").click()
    expect(panel.get_by_text("Сдано, ждёт проверки").first).to_be_visible()
    take_screen(director, "report-sent")

    office.goto("/")
    group = office.get_by_role("listitem").filter(has_text=ROW).filter(has_text=SCHOOL)
    expect(group.first).to_be_visible()
    panel = _open_row(office)
    _of_school(panel, "Вернуть").click()
    panel.get_by_label("Почему возвращаете").fill("нет подписи директора")
    panel.get_by_role("form", name="Вернуть").get_by_role(
        "button", name="Вернуть", exact=True
    ).click()
    expect(panel.get_by_text("На доработке").first).to_be_visible()
    expect(_figure(office)).to_contain_text("2 из 3")

    director.goto("/")
    expect(director.get_by_role("heading", name="Вернули на доработку")).to_be_visible()
    expect(director.get_by_text("нет подписи директора")).to_be_visible()
    panel = _open_row(director)
    panel.get_by_role("button", name="Сдать").click()
    _offer(panel, "Участие во всех прошедших вебинарах", paper)
    panel.get_by_role("button", name="Сохранить и приложить ещё").click()
    expect(panel.get_by_text("Сохранено, второй раз прикладывать не нужно")).to_be_visible()
    _offer(panel, "Участие во всех прошедших вебинарах", second)
    panel.get_by_role("button", name="Сдать").click()
    expect(panel.get_by_text("Сдано, ждёт проверки").first).to_be_visible()

    panel = _open_row(office)
    _of_school(panel, "Принять").click()
    expect(_figure(office)).to_contain_text("3 из 3")
    expect(panel.get_by_text("Выполнено: 3 школы")).to_be_visible()
    check_axe(office)
    take_screen(office, "report-accepted")


def _import_and_put_in_force(page: Page, check_axe: Check, take_screen: Take) -> None:
    page.goto("/plan/editions")
    page.get_by_text("Загрузить новую редакцию из файла").click()
    page.wait_for_url("**/plan/imports/new*")
    expect(page.get_by_role("heading", level=1, name="Загрузка плана из файла")).to_be_visible()
    page.locator("input[type=file]").set_input_files(DATA / "plan_64_od.docx")
    expect(page.get_by_text("44 строки продолжают действующие", exact=False)).to_be_visible()
    check_axe(page)
    take_screen(page, "plan-import")
    page.get_by_role("button", name="Создать черновик редакции").click()
    page.wait_for_url("**/plan/drafts/**")
    expect(page.get_by_text("Укажите номер распоряжения.").first).to_be_visible()
    page.get_by_label("Номер", exact=True).first.fill("70-од")
    page.get_by_label("Дата", exact=True).fill("16.03.2021")
    page.get_by_label("Вступает в силу").fill("17.03.2021")
    page.keyboard.press("Control+s")
    start = page.get_by_role("button", name="Ввести в действие")
    expect(start).to_be_visible()
    expect(start).not_to_have_attribute("aria-disabled", "true")
    check_axe(page)
    take_screen(page, "draft")
    start.click()
    expect(page.get_by_text("44 строки без изменений", exact=False)).to_be_visible()
    page.get_by_role("button", name=re.compile("Ввести в действие редакцию")).click()
    expect(page.get_by_role("heading", level=1, name="Что изменило распоряжение")).to_be_visible()
    expect(page.get_by_text("44 строки, все без изменений.")).to_be_visible()
    check_axe(page)


def _open_row(page: Page) -> Locator:
    page.goto("/plan")
    page.get_by_role("row").filter(has_text=ROW).get_by_role("button", name="из").click()
    panel = page.locator("#activity-panel")
    expect(panel.get_by_role("heading", name="Выполнение")).to_be_visible()
    return panel


def _of_school(panel: Locator, action: str) -> Locator:
    """The only such action that is possible now: the report of the school; elsewhere it says why it is not."""
    return panel.get_by_role("button", name=action, exact=True, disabled=False)


def _figure(page: Page) -> Locator:
    if "/plan" not in page.url or "editions" in page.url:
        page.goto("/plan")
    row = page.get_by_role("row").filter(has_text=ROW)
    expect(row).to_be_visible()
    return row.get_by_role("button", name="из")


def _offer(panel: Locator, fact: str, paper: Path) -> None:
    choice = panel.get_by_label("Что подтверждает")
    option = choice.locator("option").filter(has_text=fact).first.get_attribute("value")
    choice.select_option(option)
    panel.locator("input[type=file]").first.set_input_files(paper)
    panel.get_by_label("Что это за документ").fill("список участников вебинара 04.03.2021")
