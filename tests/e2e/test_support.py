"""A visit written without network meets the school's edit; a concept is returned with remarks and approved anew."""

from collections.abc import Callable
from io import BytesIO
from pathlib import Path

from docx import Document
from playwright.sync_api import Page, expect

SCHOOL = "ГБОУ СОШ с. Новая Бинарадка"
Check = Callable[[Page], None]
Take = Callable[[Page, str], None]
As = Callable[[str], Page]
OF_SCHOOL = "Директор, заместитель по УВР, 7 учителей и психолог"
OF_CURATOR = "Директор, 6 учителей, председатель совета родителей"


def test_what_a_curator_wrote_without_network_arrives_and_meets_the_words_of_the_school(
    as_role: As, check_axe: Check, take_screen: Take
) -> None:
    curator, director = as_role("curator"), as_role("school_head")
    _open_visit(curator)
    curator.evaluate("navigator.serviceWorker.ready.then(() => true)")
    # The first page of a browser is not under the worker until it is loaded again.
    curator.reload()
    curator.wait_for_function("navigator.serviceWorker.controller !== null")
    expect(curator.get_by_label("Выводы")).to_be_visible()

    curator.context.set_offline(True)
    expect(curator.get_by_text("Нет связи с сервером")).to_be_visible()
    curator.get_by_label("Участники").fill(OF_CURATOR)
    curator.get_by_label("Выводы").fill("Школе нужна помощь методиста по математике.")
    curator.get_by_label("Рекомендации").fill("Взаимные посещения уроков до 26 марта.")
    expect(curator.get_by_text("Ждут отправки 3 записи").first).to_be_visible()
    take_screen(curator, "visit-offline")
    # The browser is closed and opened again in the same village.
    curator.reload()
    expect(curator.get_by_label("Выводы")).to_have_value(
        "Школе нужна помощь методиста по математике."
    )
    expect(curator.get_by_label("Участники")).to_have_value(OF_CURATOR)
    check_axe(curator)

    _open_visit(director)
    director.get_by_label("Участники").fill(OF_SCHOOL)
    expect(director.get_by_text("Сохранено 17.03.2021")).to_be_visible()

    curator.context.set_offline(False)
    both = curator.get_by_role("alert").filter(has_text="Участники")
    expect(both.get_by_text(OF_CURATOR)).to_be_visible(timeout=20_000)
    expect(both.get_by_text(OF_SCHOOL)).to_be_visible()
    check_axe(curator)
    both.scroll_into_view_if_needed()
    take_screen(curator, "visit-conflict")
    director.reload()
    expect(director.get_by_text("Школе нужна помощь методиста по математике.")).to_be_visible()
    expect(director.get_by_text("Взаимные посещения уроков до 26 марта.")).to_be_visible()
    expect(director.get_by_label("Участники")).to_have_value(OF_SCHOOL)

    both.get_by_role("button", name="Объединить").click()
    merged = both.get_by_label("Общий текст")
    expect(merged).to_have_value(f"{OF_CURATOR}\n{OF_SCHOOL}")
    both.get_by_role("button", name="Сохранить общий").click()
    expect(curator.get_by_role("alert").filter(has_text="Участники")).to_have_count(0)
    director.reload()
    expect(director.get_by_label("Участники")).to_have_value(f"{OF_CURATOR}\n{OF_SCHOOL}")


def test_a_concept_is_returned_with_remarks_and_its_second_version_is_approved(
    as_role: As, check_axe: Check, take_screen: Take, tmp_path: Path
) -> None:
    director, curator = as_role("school_head"), as_role("curator")
    _open_school(director, "Документы")
    director.get_by_role("button", name="Добавить: Концепция развития").click()
    form = director.get_by_role("form", name="Новый документ")
    form.locator("input[type=file]").set_input_files(
        _concept(tmp_path / "Концепция.docx", "Снизить долю отметок «2».")
    )
    form.get_by_role("button", name="Добавить документ").click()
    director.get_by_role("link", name="Концепция развития").first.click()
    director.get_by_role("button", name="Отправить на рассмотрение").click()
    expect(director.get_by_text("отправлен, ждёт рассмотрения").first).to_be_visible()

    curator.goto(director.url)
    curator.get_by_role("button", name="Взять на рассмотрение").click()
    curator.get_by_role("button", name="Написать решение").click()
    form = curator.get_by_role("form", name="Решение")
    form.get_by_label("Место").fill("раздел 2")
    form.get_by_label("Что исправить").fill("Назовите исходное и целевое значение.")
    form.get_by_label("Вывод").fill("Цель нельзя проверить.")
    form.get_by_role("radio", name="Вернуть с замечаниями").check()
    check_axe(curator)
    form.get_by_role("button", name="Вернуть с замечаниями").click()
    expect(curator.get_by_text("возвращён с замечаниями").first).to_be_visible()

    director.reload()
    expect(director.get_by_text("Назовите исходное и целевое значение.").first).to_be_visible()
    director.get_by_role("button", name="Добавить версию").click()
    form = director.get_by_role("form", name="Новая версия")
    form.locator("input[type=file]").set_input_files(
        _concept(tmp_path / "Концепция-2.docx", "Снизить долю отметок «2» с 43 % до 25 %.")
    )
    form.get_by_label("Что изменилось").fill("Названы исходное и целевое значение")
    form.get_by_role("button", name="Добавить версию").click()
    director.get_by_role("button", name="Отправить на рассмотрение").click()
    answers = director.get_by_role("form", name="Ответы на замечания")
    answers.get_by_label("Ответ школы").fill("Исправлено: 43 % и 25 %.")
    answers.get_by_role("button", name="Отправить на рассмотрение").click()
    expect(director.get_by_text("отправлен, ждёт рассмотрения").first).to_be_visible()
    take_screen(director, "concept-second-version")

    curator.reload()
    curator.get_by_role("button", name="Взять на рассмотрение").click()
    # The reviewer sees what has changed since the version that was returned.
    expect(curator.locator("ins").first).to_contain_text("43")
    take_screen(curator, "concept-difference")
    curator.get_by_role("button", name="Написать решение").click()
    form = curator.get_by_role("form", name="Решение")
    form.get_by_role("radio", name="Утвердить").check()
    form.get_by_label("Вывод").fill("Замечание снято.")
    form.get_by_role("button", name="Утвердить", exact=True).click()
    expect(curator.get_by_text("утверждён", exact=True).first).to_be_visible()
    _open_school(director, "Документы")
    expect(director.get_by_text("утверждено 1 из 5")).to_be_visible()


def _open_school(page: Page, tab: str) -> None:
    page.goto("/schools")
    page.get_by_role("link", name=SCHOOL).first.click()
    page.get_by_role("link", name=tab, exact=True).click()


def _open_visit(page: Page) -> None:
    _open_school(page, "Визиты")
    page.get_by_role("link", name="05.03.2021").click()
    page.get_by_role("heading", name=f"Визит: {SCHOOL}").wait_for()


def _concept(path: Path, goal: str) -> Path:
    document = Document()
    document.add_heading("Концепция развития школы", 1)
    for words in ("Раздел 1. Школа сегодня.", f"Раздел 2. Цель. {goal}", "Раздел 3. Ресурсы."):
        document.add_paragraph(words)
    content = BytesIO()
    document.save(content)
    path.write_bytes(content.getvalue())
    return path
