"""Our template: what leaves, filled in by a person, comes back and is recognised without a question."""

import io
from typing import Any

import httpx
import openpyxl
import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import headers_of
from tests.features.uploads.conftest import Upload

WORK: dict[str, Any] = {
    "procedure": "vpr",
    "year": 2020,
    "wave": "autumn",
    "subject": "math",
    "grade": 5,
    "programme_grade": 4,
}
HEADER_ROW = 6


async def template(client: httpx.AsyncClient, role: str = "methodist", **asked: Any) -> Any:
    reply = await client.get(
        "/api/v1/upload-template.xlsx", params=WORK | asked, headers=headers_of(role)
    )
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-disposition"].startswith("attachment;")
    return openpyxl.load_workbook(io.BytesIO(reply.content))


def header(page: Any) -> list[str]:
    return [cell.value for cell in page[HEADER_ROW] if cell.value]


def filled(book: Any, rows: list[dict[str, Any]]) -> bytes:
    page = book["Результаты"]
    names = header(page)
    for number, row in enumerate(rows, start=HEADER_ROW + 1):
        for name, value in row.items():
            page.cell(number, names.index(name) + 1).value = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def lists_of(page: Any) -> dict[str, str]:
    """Return what may be chosen under each header."""
    names = header(page)
    return {
        names[area.min_col - 1]: rule.formula1
        for rule in page.data_validations.dataValidation
        for area in rule.sqref.ranges
    }


async def test_a_template_without_known_tasks_shows_examples(
    anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    book = await template(anonymous)
    page = book["Результаты"]
    assert page["A1"].value == "ВПР 2020 осень Математика 5 класс (по программе 4 класса)"
    assert header(page) == [
        "Школа", "Код участника", "Класс", "Вариант", "1 (1б)", "2 (2б)", "3 (1б)", "Первичный балл", "Отметка",
        "Отметка по журналу",
    ]  # fmt: skip
    choices = lists_of(page)
    assert choices["Отметка"] == '"2,3,4,5,не присутствовал"'
    assert choices["Отметка по журналу"] == '"2,3,4,5"'
    assert choices["2 (2б)"] == '"Х,0,1,2"'
    assert book["Списки"].sheet_state == "hidden"
    offered = {cell.value for cell in book["Списки"]["A"]}
    assert {logins["own"], logins["second"]} <= offered
    assert logins["foreign"] not in offered
    for column in "ABCD":  # a zero in front of a code stays
        assert page.column_dimensions[column].number_format == "@"
    assert "Как заполнять" in book.sheetnames


async def test_what_is_filled_in_is_recognised(
    anonymous: httpx.AsyncClient, send: Upload, logins: dict[str, str]
) -> None:
    book = await template(anonymous)
    page = book["Результаты"]
    page.delete_cols(5, 3)  # the example tasks: this school has none
    rows: list[dict[str, Any]] = [
        {"Школа": logins["own"], "Код участника": "0050001", "Класс": "5А", "Вариант": "1",
         "Первичный балл": 12, "Отметка": 4, "Отметка по журналу": 4},
        {"Школа": logins["own"], "Код участника": "0050002", "Класс": "5А", "Вариант": "2",
         "Отметка": "не присутствовал"},
    ]  # fmt: skip
    upload = await send(filled(book, rows), name="шаблон.xlsx")
    assert upload["state"] == "screened", upload["error"]
    (read,) = upload["reading"]["tables"]
    assert (read["profile"], read["header_row"], read["questions"]) == ("template", HEADER_ROW, [])
    (work,) = upload["reading"]["works"]
    assert (work["procedure"], work["year"], work["wave"]) == ("vpr", 2020, "autumn")
    assert (work["subject_name"], work["grade"], work["programme_grade"]) == ("Математика", 5, 4)
    assert (upload["rows_total"], upload["rows_bad"], upload["errors"]) == (2, 0, 0)


@pytest.mark.parametrize(
    ("asked", "has", "lacks"),
    [
        ({"procedure": "oge", "grade": 9, "programme_grade": 9}, "Отметка", "Отметка по журналу"),
        ({"procedure": "ege", "grade": 11, "programme_grade": 11}, "Тестовый балл", "Отметка"),
        ({"procedure": "gve9", "grade": 9, "programme_grade": 9}, "Отметка", "Тестовый балл"),
        ({"procedure": "kr9", "grade": 9, "programme_grade": 9}, "Отметка", "Тестовый балл"),
        ({"procedure": "dr", "grade": 6, "programme_grade": 6, "wave": "entry"}, "Отметка", "Тестовый балл"),
        ({"procedure": "dr", "grade": 6, "programme_grade": 6, "wave": "exit"}, "Отметка", "Тестовый балл"),
        ({"subject": "english", "grade": 7, "programme_grade": 7, "wave": "spring"}, "Отметка по журналу", "Тестовый балл"),
    ],
)  # fmt: skip
async def test_every_procedure_comes_back_as_the_same_work(
    anonymous: httpx.AsyncClient,
    send: Upload,
    logins: dict[str, str],
    asked: dict[str, Any],
    has: str,
    lacks: str,
) -> None:
    wanted = {**WORK, "wave": "main"} | asked
    book = await template(anonymous, **wanted)
    names = header(book["Результаты"])
    assert has in names
    assert lacks not in names
    row: dict[str, Any] = {
        "Школа": logins["own"],
        "Код участника": "0101",
        "Класс": f"{wanted['grade']}Б",
    }
    row |= {"1 (1б)": 1, "2 (2б)": 1, "3 (1б)": "Х", "Первичный балл": 2}
    row |= {name: value for name, value in (("Отметка", 3), ("Тестовый балл", 40)) if name in names}
    upload = await send(filled(book, [row]))
    assert upload["state"] == "screened", upload["error"]
    (work,) = upload["reading"]["works"]
    assert {
        name: work[name] for name in ("procedure", "year", "wave", "grade", "programme_grade")
    } == {name: wanted[name] for name in ("procedure", "year", "wave", "grade", "programme_grade")}
    assert work["subject_id"] is not None
    assert upload["reading"]["tables"][0]["profile"] == "template"
    assert upload["errors"] == 0


async def test_tasks_of_a_stored_work_are_columns(
    anonymous: httpx.AsyncClient, send: Upload, logins: dict[str, str], worker_engine: AsyncEngine
) -> None:
    async with worker_engine.begin() as connection:
        row = (
            (
                await connection.execute(
                    text(
                        "select w.procedure, w.year, w.wave, s.code as subject, w.grade, w.programme_grade, t.names, t.maxima"
                        " from protocol p join work w on w.id = p.work_id join task_list t on t.id = p.task_list_id"
                        " join subject s on s.id = w.subject_id where p.state = 'current' limit 1"
                    )
                )
            )
            .mappings()
            .one()
        )
    asked = {name: row[name] for name in WORK}
    book = await template(anonymous, **asked)
    page = book["Результаты"]
    tasks = [f"{name} ({top}б)" for name, top in zip(row["names"], row["maxima"], strict=True)]
    assert [name for name in header(page) if name.endswith("б)")] == tasks
    assert "Первичный балл" not in header(page)  # the sum is counted
    assert page["D2"].value == sum(row["maxima"])
    values = dict(zip(tasks, row["maxima"], strict=True))
    line = {"Школа": logins["own"], "Код участника": "007", "Класс": "", "Отметка": 5, **values}
    upload = await send(filled(book, [line]))
    assert (upload["errors"], upload["reading"]["tables"][0]["tasks"]) == (0, len(tasks))


async def test_an_approved_passport_gives_the_tasks(
    anonymous: httpx.AsyncClient, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    async with worker_engine.begin() as connection:
        passports = (
            (
                await connection.execute(
                    text(
                        "select p.year, p.wave, s.code as subject, p.grade, p.programme_grade, p.tasks from work_passport p"
                        " join subject s on s.id = p.subject_id where p.state = 'approved' and p.series = ''"
                    )
                )
            )
            .mappings()
            .all()
        )
    assert passports, "the world has an approved passport"
    asked = {name: passports[0][name] for name in WORK if name != "procedure"}
    book = await template(anonymous, role="admin", procedure="dr", **asked)
    tasks = [f"{task['name']} ({task['max']}б)" for task in passports[0]["tasks"]]
    assert [name for name in header(book["Результаты"]) if name.endswith("б)")] == tasks


async def test_an_unknown_subject_is_a_sentence(
    anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    reply = await anonymous.get(
        "/api/v1/upload-template.xlsx",
        params=WORK | {"subject": "alchemy"},
        headers=headers_of("methodist"),
    )
    assert reply.status_code == 422
    assert "предмета нет" in reply.json()["detail"]
