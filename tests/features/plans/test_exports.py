"""The screen as a workbook: the rows and schools that were asked for, in their order, with the figures of the API."""

from io import BytesIO
from typing import Any

import httpx
import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from backend.core.media_types import XLSX
from backend.seed.decree import lineage_id
from backend.seed.registry import school_id
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.plans.conftest import EDITION as DECREE
from tests.features.plans.conftest import Decree
from tests.world import CANARY, key

EDITION = f"/editions/{key('edition:own')}"
ROWS = [str(key(f"activity:own:{number}")) for number in ("500+.4", "500+.6")]
SCHOOLS = [str(key(f"school:{name}")) for name in ("own", "second")]


def sheets(content: bytes) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(BytesIO(content))
    found = {page.title: list(page.iter_rows(values_only=True)) for page in book.worksheets}
    # Two readers that share no code see the same.
    second = CalamineWorkbook.from_filelike(BytesIO(content))
    assert second.sheet_names == list(found)
    for name, lines in found.items():
        plain = [tuple(v if v not in {None, ""} else "" for v in line) for line in lines]
        assert [tuple(line) for line in second.get_sheet_by_name(name).to_python()] == plain
    return found


async def export(
    client: httpx.AsyncClient, role: str = "head", path: str = EDITION, **body: Any
) -> dict[str, list[tuple[Any, ...]]]:
    reply = await client.post(
        f"/api/v1{path}/exports", headers=headers_of(role), json={"activity_ids": []} | body
    )
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-type"] == XLSX
    return sheets(reply.content)


def as_shown(row: dict[str, Any]) -> tuple[Any, ...]:
    """A line of the sheet, made here from what the plan screen gets."""
    figure, dash = row["figure"], "—"
    day = figure and figure["due_on"]
    return (
        row["number"],
        row["title"],
        row["term_source"],
        row["responsible_source"],
        row["result_document"] or dash,
        row["expected_result"] or dash,
        "; ".join(window["status"]["text"] for window in row["windows"]),
        figure["met"] if figure else dash,
        figure["total"] if figure else dash,
        f"{figure['met_at_due']} из {figure['total_at_due']} на {day[8:]}.{day[5:7]}.{day[:4]}"
        if figure and figure["met_at_due"] is not None
        else dash,
        "; ".join(question["short_text"] for question in row["questions"]) or dash,
    )


async def test_the_whole_decree_read_back_is_what_the_api_says(decree: Decree) -> None:
    await decree.accepted("survey_completed", school="binaradka", day="2021-02-15")
    # A school reads how its own reports stand, on the screen and in the workbook.
    await decree.change(
        "insert into occurrence (lineage_id, slot, school_id, state, done_on)"
        " values (:lineage, 1, :school, 'reported', '2021-03-16')",
        lineage=lineage_id("500+.6"),
        school=school_id("binaradka"),
    )
    assert (await decree.rows(who="school_head"))["500+.6"]["windows"][0]["state"] == "reported"
    for who in ("head", "school_head"):
        rows = await decree.rows(who=who)
        asked = [row["id"] for row in reversed(rows.values())]
        reply = await decree.post(
            f"/editions/{DECREE}/exports", who=who, json={"view": "table", "activity_ids": asked}
        )
        found = sheets(reply.content)
        assert list(found) == ["План", "Параметры"]
        header, *lines = found["План"]
        assert header[:3] == ("Раздел", "№", "Мероприятие")
        assert [line[1:] for line in lines] == [as_shown(row) for row in reversed(rows.values())]
        assert {line[0] for line in lines} == {*"1234567", "500+"}


async def test_only_the_asked_rows_come_and_in_the_asked_order(
    anonymous: httpx.AsyncClient,
) -> None:
    foreign = str(key("activity:foreign:500+.4"))
    found = await export(
        anonymous, view="table", activity_ids=[ROWS[1], foreign, str(key("nothing")), ROWS[0]]
    )
    assert [line[1] for line in found["План"][1:]] == ["500+.6", "500+.4"]
    assert CANARY not in str(found)
    assert [line[1] for line in (await export(anonymous, view="table"))["План"]] == ["№"]


@pytest.mark.parametrize(
    "words", ["=1+1", "+7 846", "-5", "@SUM(A1)", '=HYPERLINK("http://x")', "https://x.test"]
)
async def test_words_of_people_stay_words(
    anonymous: httpx.AsyncClient, change: Change, words: str
) -> None:
    await change(
        "update activity set title = :words where id = :id",
        words=words,
        id=key("activity:own:500+.4"),
    )
    await change(
        "update school set short_name = :words where id = :id", words=words, id=key("school:own")
    )
    for view in ("table", "matrix", "control"):
        reply = await anonymous.post(
            f"/api/v1{EDITION}/exports",
            headers=headers_of("head"),
            json={"view": view, "activity_ids": ROWS, "school_ids": SCHOOLS, "conditions": words},
        )
        book = openpyxl.load_workbook(BytesIO(reply.content))
        cells = [cell for page in book.worksheets for line in page.iter_rows() for cell in line]
        assert any(words in str(cell.value) for cell in cells), view
        assert {cell.data_type for cell in cells} <= {"s", "n"}, "a text has become a formula"
        assert all(cell.hyperlink is None for cell in cells)
        assert all(isinstance(cell.value, str) for cell in cells if cell.value == words)


async def test_the_matrix_is_that_of_the_screen_turned_as_asked(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    screen = await get("head", f"{EDITION}/matrix")
    found = await export(
        anonymous, view="matrix", activity_ids=ROWS[::-1], school_ids=SCHOOLS[::-1]
    )
    header, *lines = found["Школы и строки"]
    columns = screen["columns"]
    assert header == (
        "Школа", *(f"{c['number']} {c['title']}" for c in columns[::-1]), "Выполнено строк", "Из строк",
    )  # fmt: skip
    assert lines == [
        (
            row["school_name"],
            *(screen["looks"][cell]["text"] for cell in row["cells"][::-1]),
            row["done"],
            row["total"],
        )
        for row in screen["rows"][::-1]
    ]
    one = await export(anonymous, view="matrix", activity_ids=ROWS[:1], school_ids=SCHOOLS)
    assert [line[2:] for line in one["Школы и строки"][1:]] == [(0, 1), (1, 1)]


async def test_a_school_exports_itself_alone(anonymous: httpx.AsyncClient) -> None:
    found = await export(
        anonymous,
        "school_head",
        view="matrix",
        activity_ids=ROWS,
        school_ids=[*SCHOOLS, str(key("school:foreign"))],
    )
    assert [line[0] for line in found["Школы и строки"][1:]] == ["ГБОУ СОШ с. Ёлкино"]
    assert CANARY not in str(found)


async def test_control_is_the_page_of_the_head(
    anonymous: httpx.AsyncClient, get: Get, change: Change
) -> None:
    await change(
        "do $do$ begin perform set_config('app.now', '2021-03-16 23:30+04', true);"
        f" update evidence set state = 'revoked' where id = '{key('evidence:own')}'; end $do$"
    )
    page = await get("head", f"{EDITION}/control", since="2021-03-16")
    found = await export(anonymous, view="control", since="2021-03-16")
    assert list(found) == ["Разделы", "Просрочено", "Изменения с 16.03.2021", "Параметры"]
    ((code, title, rows, *counts),) = found["Разделы"][1:]
    (section,) = page["sections"]
    assert (code, title, rows) == (section["code"], section["title"], section["rows"])
    assert counts == [section["counts"].get(k, 0) for k in ("late", "due", "run", "idle", "ok")]
    assert [(line[0], line[3]) for line in found["Просрочено"][1:]] == [
        (late["number"], late["days"]) for late in page["overdue"]
    ]
    told = found["Изменения с 16.03.2021"][1:]
    assert [line[3] for line in told] == [c["text"] for c in page["changes"]]
    shown = next(line for line in told if "снято" in line[3])
    assert shown[:3] == ("16.03.2021 23:30", "500+.4", "ГБОУ СОШ с. Ёлкино"), "the time is Samara's"


async def test_the_sheet_of_parameters_says_what_it_is(anonymous: httpx.AsyncClient) -> None:
    for view, title in (("table", "Дорожная карта"), ("matrix", "Школы и строки")):
        found = await export(
            anonymous,
            "coordinator",
            view=view,
            activity_ids=ROWS[:1],
            school_ids=SCHOOLS,
            conditions="просроченные",
        )
        assert dict(line[:2] for line in found["Параметры"]) == {
            "Что": "Значение",
            "План": "План",
            "Вид": title,
            "Условия отбора": "просроченные",
            "Строк": 1 if view == "table" else 2,
            "По состоянию на": "17.03.2021 09:40 (Самара, UTC+4)",
            "Выгрузил": "Человек coordinator",
        }


async def test_too_much_and_nonsense_are_refused_in_words(anonymous: httpx.AsyncClient) -> None:
    for body in (
        {"view": "table", "activity_ids": ROWS * 300},
        {"view": "everything", "activity_ids": []},
        {"view": "table", "activity_ids": ["x"]},
        {"view": "table", "activity_ids": [], "conditions": "я" * 501},
    ):
        reply = await anonymous.post(
            f"/api/v1{EDITION}/exports", headers=headers_of("head"), json=body
        )
        assert reply.status_code == 422
        assert reply.headers["content-type"] == "application/problem+json"
