"""The file given back: every row where it stood, faults in words, names gone, formulas inert; corrected, it is read."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import httpx
import openpyxl
import pytest
import xlsxwriter
from python_calamine import CalamineWorkbook

from tests.conftest import headers_of
from tests.data.make_samples import (
    CLEAN,
    DIRTY,
    HEADER,
    HEADER_ROW,
    PLANTED,
    TASKS,
    Cell,
    Pupil,
    csv_bytes,
    table,
    xlsx_bytes,
)
from tests.features.uploads.conftest import Upload

MARKER = "Канарейкина"
ERROR_ROWS = [9, 10, 12, 13, 14, 15, 16, 17]
"""Rows of the dirty file with errors, without the first of the two with the same code."""
FIRST_TWIN = 8
FORMULAS = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1+1",
    "＝1+1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://a")',
    "_x003D_1+1",
]


def own(pupils: list[Pupil], login: str) -> list[Pupil]:
    return [p._replace(login=login) if p.login == "edu63901003" else p for p in pupils]


async def fetch(
    client: httpx.AsyncClient, upload: dict[str, Any], kind: str, role: str = "methodist"
) -> bytes:
    reply = await client.get(
        f"/api/v1/uploads/{upload['id']}/{kind}.xlsx", headers=headers_of(role)
    )
    assert reply.status_code == 200, reply.text
    assert reply.headers["content-disposition"].startswith("attachment;")
    return reply.content


def sheets(content: bytes) -> dict[str, list[list[Any]]]:
    """Return every sheet as the reader of files sees it."""
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def whole_text(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.mark.parametrize("make", [xlsx_bytes, csv_bytes])
async def test_an_annotated_file_keeps_every_row_and_names_every_fault(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str], make: Any
) -> None:
    rows = table(own(DIRTY, logins["own"]))
    upload = await send(make(rows), name="грязный файл.xlsx")
    content = await fetch(anonymous, upload, "annotated")
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    assert [c.value for c in page[HEADER_ROW]] == [*HEADER, "Ошибка"]
    for number, row in enumerate(rows, start=1):
        kept = [page.cell(number, place).value for place in range(1, len(row) + 1)]
        texts = ["" if value is None else str(value).removesuffix(",0") for value in kept]
        assert texts == [str(cell) for cell in row]
    words = {
        n: page.cell(n, len(HEADER) + 1).value for n in range(HEADER_ROW + 1, page.max_row + 1)
    }
    issues = await anonymous.get(
        f"/api/v1/uploads/{upload['id']}/issues", headers=headers_of("methodist")
    )
    told = {(i["row"], i["column"]): i for i in issues.json()["items"] if i["row"]}
    for row_number, column, code in PLANTED:
        assert told[row_number, column]["code"] == code
        assert told[row_number, column]["message"] in words[row_number]
        cell = page[f"{column}{row_number}"]
        assert cell.fill.fgColor.rgb[-6:] in {"F8CBAD", "FFF2CC"}, code
        assert told[row_number, column]["message"] in cell.comment.text
    assert page["A8"].comment is None
    assert "О файле" in book.sheetnames


async def test_failed_rows_corrected_come_back_as_the_same_work(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    upload = await send(xlsx_bytes(table(own(DIRTY, logins["own"]))))
    content = await fetch(anonymous, upload, "failed-only")
    book = openpyxl.load_workbook(io.BytesIO(content))
    page = book.worksheets[0]
    header = [c.value for c in page[HEADER_ROW]]
    assert header == [*HEADER, "Строка исходного файла", "Ошибка"]
    rows = [[c.value for c in row] for row in page.iter_rows(min_row=HEADER_ROW + 1)]
    assert [row[-2] for row in rows] == [FIRST_TWIN, *ERROR_ROWS]  # row 11 has a warning only
    assert all(row[-1] for row in rows)
    twin = rows[0][-1]
    assert "стоит в строке 13" in twin

    again = await send(content, name="не исправлено.xlsx")
    assert again["reading"]["tables"][0]["profile"] == "f1"
    assert again["rows_total"] == len(rows)
    assert again["errors"] > 0

    right = {p.code: p for p in own([*CLEAN, *DIRTY[8:]], logins["own"])}
    tasks = len(TASKS)
    for number, _ in enumerate(rows, start=HEADER_ROW + 1):
        pupil = right[page.cell(number, 4).value]
        if number == HEADER_ROW + 6:  # the second with the same code was another pupil
            pupil = pupil._replace(code="50006")
        scores = "112111111211122" if int(pupil.code) > 50008 else pupil.scores
        primary = sum(int(s) for s in scores if s.isdigit())
        values: list[Cell] = [pupil.login, *(page.cell(number, n).value for n in (2, 3))]
        values += [str(50100 + number), "5А", pupil.variant]
        values += [int(s) if s.isdigit() else s for s in scores]
        values += [primary, 5 if primary > 14 else 4 if primary > 9 else 3 if primary > 5 else 2, 3]
        assert len(values) == 6 + tasks + 3
        for place, value in enumerate(values, start=1):
            page.cell(number, place).value = value
    out = io.BytesIO()
    book.save(out)
    corrected = await send(out.getvalue(), name="исправлено.xlsx")
    assert corrected["errors"] == 0, corrected
    codes = {g["code"] for g in (await issues_of(anonymous, corrected))["groups"]}
    assert not codes & {"column_ignored", "participants_count"}
    (work,) = corrected["reading"]["works"]
    assert (work["subject_name"], work["grade"], work["programme_grade"]) == ("Математика", 5, 4)


async def issues_of(client: httpx.AsyncClient, upload: dict[str, Any]) -> dict[str, Any]:
    reply = await client.get(
        f"/api/v1/uploads/{upload['id']}/issues", headers=headers_of("methodist")
    )
    found: dict[str, Any] = reply.json()
    return found


async def test_zeros_in_front_stay_and_formulas_do_nothing(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str], tmp_path: Path
) -> None:
    rows = table(own(DIRTY, logins["own"])[:2])
    rows[HEADER_ROW - 1].append("Примечание")
    for row in rows[HEADER_ROW:]:
        row[3] = f"00{row[3]}"
        row.append("")
    for place, formula in enumerate(FORMULAS):
        extra = list(rows[HEADER_ROW + 1])
        extra[3], extra[-1], extra[1] = f"0007{place}", formula, formula
        rows.append(extra)
    content_sent = csv_bytes(rows, encoding="utf-8-sig")
    upload = await send(content_sent, name="нули.csv")
    for kind in ("annotated", "failed-only"):
        content = await fetch(anonymous, upload, kind)
        assert "<f>" not in whole_text(content)
        assert "<f " not in whole_text(content)
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        codes = [page.cell(n, 4) for n in range(HEADER_ROW + 1, page.max_row + 1)]
        assert all(c.value.startswith("00") and c.number_format == "@" for c in codes if c.value)
        seen = [page.cell(n, len(HEADER) + 1) for n in range(HEADER_ROW + 1, page.max_row + 1)]
        shown = [cell for cell in seen if cell.value]
        (first, *_) = sheets(content).values()
        notes = [row[len(HEADER)] for row in first[HEADER_ROW:] if row[len(HEADER)]]
        assert notes == FORMULAS
        assert all(cell.number_format == "@" for cell in shown)
        assert all(cell.quotePrefix for cell in shown[:-1])
        assert all(cell.data_type in {"s", "inlineStr"} for cell in shown)
        path = tmp_path / f"{kind}.xlsx"
        path.write_bytes(content)
    again = await send((tmp_path / "annotated.xlsx").read_bytes())
    assert [(i["row"], i["code"]) for i in (await issues_of(anonymous, again))["items"]] == [
        (i["row"], i["code"]) for i in (await issues_of(anonymous, upload))["items"]
    ]


async def test_names_and_documents_never_leave(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    rows = table(own(DIRTY, logins["own"]))
    rows[HEADER_ROW - 1] += ["Фамилия", "СНИЛС", "Примечание", ""]
    for number, row in enumerate(rows[HEADER_ROW:]):
        row += [MARKER, f"123-456-789 0{number}", f"{MARKER} Анна", f"{MARKER} Анна Петровна"]
    rows[HEADER_ROW + 2][6] = MARKER  # a name that slipped into a column of scores
    rows[1] += ["", f"{MARKER} Анна Петровна"]
    upload = await send(xlsx_bytes(rows))
    assert upload["state"] == "screened"
    for kind in ("annotated", "failed-only"):
        content = await fetch(anonymous, upload, kind)
        assert MARKER not in whole_text(content)
        assert "123-456" not in whole_text(content)
        page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
        header = [c.value for c in page[HEADER_ROW]]
        assert header[: len(HEADER) + 3] == [*HEADER, "Фамилия", "СНИЛС", "Примечание"]
        assert page.cell(HEADER_ROW + 2, len(HEADER) + 1).value is None
        about = openpyxl.load_workbook(io.BytesIO(content))["О файле"]
        assert any("выгружены пустыми" in str(c.value) for row in about for c in row)


async def test_every_visible_table_is_a_sheet(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        for name, login in (("5А", "own"), ("5Б", "second"), ("Тайный", "third"), ("Заметки", "")):
            page = book.add_worksheet(name)
            rows: list[list[Cell]] = [["просто текст"]]
            if login:
                rows = table(own(DIRTY, logins[login]))
            for number, row in enumerate(rows):
                for place, cell in enumerate(row):
                    page.write(number, place, cell)
            if name == "Тайный":
                page.hide()
    upload = await send(buffer.getvalue())
    content = await fetch(anonymous, upload, "failed-only")
    found = sheets(content)
    assert list(found) == ["5А", "5Б", "О файле"]
    assert len(found["5А"]) == HEADER_ROW + len(ERROR_ROWS) + 1
    about = json.dumps(found["О файле"], ensure_ascii=False)
    assert "Тайный" in about
    assert "скрытый лист" in about


async def test_an_archive_and_json_are_given_back_too(
    send: Upload, anonymous: httpx.AsyncClient, logins: dict[str, str]
) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("a/первый.csv", csv_bytes(table(own(DIRTY, logins["own"]))))
        archive.writestr("второй.xlsx", xlsx_bytes(table(own(DIRTY, logins["second"]))))
    upload = await send(out.getvalue(), name="всё.zip")
    found = sheets(await fetch(anonymous, upload, "annotated"))
    assert list(found) == ["первый", "Ф1", "О файле"]
    assert len(found["первый"]) == HEADER_ROW + len(DIRTY)

    rows = [
        {"school": logins["own"], "procedure": "vpr", "year": 2021, "wave": "spring", "subject": subject,
         "grade": 6, "participant": f"00{n}", "mark": mark}
        for n, (subject, mark) in enumerate([("Математика", 4), ("Математика", 9), ("Алхимия", 3)], start=1)
    ]  # fmt: skip
    lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    upload = await send(lines.encode(), name="строки.ndjson")
    found = sheets(await fetch(anonymous, upload, "failed-only"))
    page = found["Таблица"]
    assert page[0] == [*rows[0], "Строка исходного файла", "Ошибка"]
    assert [(row[6], row[8]) for row in page[1:]] == [("002", 2), ("003", 3)]
    assert "Алхимия" in page[2][9]
