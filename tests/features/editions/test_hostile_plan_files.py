"""Files made to hurt, or just wrong: every one ends in one Russian sentence."""

import asyncio
import io
import os
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import xlsxwriter
from docx import Document

from backend.core import limited_child
from backend.core.settings import MEBIBYTE, Settings
from backend.domain.plan_table import Recognised
from backend.features.editions.office_files.reading import reader
from backend.features.editions.office_files.reading.reader import Refused, read_plan_file
from backend.features.editions.office_files.writing.write_docx import write_plan_docx
from backend.features.editions.office_files.writing.write_xlsx import write_plan_xlsx
from tests.features.editions.plan_files import SAMPLES, STAMP, decree

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 5000
BODY = "word/document.xml"
SHEET = "xl/worksheets/sheet1.xml"
WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
EXCEL = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def docx() -> bytes:
    return write_plan_docx(decree(), STAMP)


def xlsx() -> bytes:
    return write_plan_xlsx(decree(), [])


def rezipped(content: bytes, replace: dict[str, bytes], *, without: str = "") -> bytes:
    """Return the file with some entries replaced, added or left out."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in replace and name != without:
                new.writestr(name, old.read(name))
        for name, data in replace.items():
            new.writestr(name, data)
    return out.getvalue()


def document(body: str, doctype: str = "") -> bytes:
    xml = f'<?xml version="1.0"?>{doctype}<w:document {WORD}><w:body>{body}</w:body></w:document>'
    return rezipped(docx(), {BODY: xml.encode()})


def laughs() -> str:
    lines = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    return f'<!DOCTYPE b [<!ENTITY l0 "lol">{lines}]>'


def external() -> str:
    return '<!DOCTYPE b [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'


def paragraph(text: str) -> str:
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def wide_merge() -> bytes:
    xml = (
        f'<worksheet {EXCEL}><sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    )
    return rezipped(xlsx(), {SHEET: xml.encode()})


def sparse_corner() -> bytes:
    xml = (
        f'<worksheet {EXCEL}><sheetData><row r="1"><c r="A1"><v>1</v></c></row>'
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>'
    )
    return rezipped(xlsx(), {SHEET: xml.encode()})


def empty_document() -> bytes:
    out = io.BytesIO()
    made = Document()
    made.add_paragraph("Служебная записка")
    made.save(out)
    return out.getvalue()


def other_table() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Лист1").write_row(0, 0, ["Школа", "Балл"])
    return out.getvalue()


def plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/cron.d/evil", "x")
    return out.getvalue()


def lying_size() -> bytes:
    """A bomb whose directory says it is small: only unpacking shows the truth."""
    content = bytearray(rezipped(docx(), {BODY: b" " * (40 * MEBIBYTE)}))
    true, lie = (40 * MEBIBYTE).to_bytes(4, "little"), (1_000).to_bytes(4, "little")
    assert content.count(true) >= 1
    return bytes(content.replace(true, lie))


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "Файл пустой"),
    "zeroes": (lambda: b"\0" * 5000, "Файл пустой"),
    "noise": (lambda: b"\x01" + os.urandom(4000), "Это не документ Word"),
    "pdf": (lambda: b"%PDF-1.7\n%", "PDF"),
    "rtf": (lambda: b"{\\rtf1\\ansi}", "RTF"),
    "html": (lambda: b"<html><table></table></html>", "веб-страница"),
    "old doc": (lambda: OLE + "WordDocument".encode("utf-16-le"), "старого формата"),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"), "защищён паролем"),
    "plain zip": (plain_archive, "архив"),
    "odt": (lambda: rezipped(docx(), {"mimetype": b"application/vnd.oasis"}), "OpenDocument"),
    "macros": (lambda: rezipped(docx(), {"word/vbaProject.bin": b"x"}), "макросы"),
    "cut off": (lambda: docx()[:3000], "повреждён"),
    "broken docx": (lambda: rezipped(docx(), {BODY: b"<w:document><w:body"}), "не удалось прочитать"),
    "broken xlsx": (lambda: rezipped(xlsx(), {SHEET: b"<worksheet><row"}), "не удалось прочитать"),
    "no relations": (lambda: rezipped(docx(), {}, without="_rels/.rels"), "не открывается"),
    "zip bomb": (
        lambda: rezipped(docx(), {"word/media/image1.png": b"\0" * (200 * MEBIBYTE)}),
        "слишком много данных",
    ),
    "xml bomb": (lambda: document(paragraph("я" * 13 * MEBIBYTE)), "слишком много данных"),
    "lying size": (lying_size, "повреждён|слишком много данных"),
    "many entries": (
        lambda: rezipped(docx(), {f"word/media/{n}.png": b"" for n in range(3_000)}),
        "слишком много данных",
    ),
    "entity bomb": (lambda: document(paragraph("&l11;"), laughs()), "DTD"),
    "external entity": (lambda: document(paragraph("&secret;"), external()), "DTD"),
    "wide doctype": (
        lambda: rezipped(docx(), {BODY: f"<?xml version='1.0'?>{laughs()}<a/>".encode("utf-16")}),
        "DTD",
    ),
    "entities in a workbook": (
        lambda: rezipped(xlsx(), {SHEET: f"{laughs()}<worksheet {EXCEL}>&l11;</worksheet>".encode()}),
        "DTD",
    ),
    "long cell": (
        lambda: document(f"<w:tbl><w:tr><w:tc>{paragraph('я' * 40_000)}</w:tc></w:tr></w:tbl>"),
        "больше 32767 знаков",
    ),
    "many columns": (
        lambda: document(f"<w:tbl><w:tr>{'<w:tc><w:p/></w:tc>' * 500}</w:tr></w:tbl>"),
        "слишком много данных",
    ),
    "deep nesting": (lambda: document("<w:sdt>" * 5_000), "не удалось прочитать|повреждён"),
    "sparse corner": (sparse_corner, "слишком много данных"),
    "wide merge": (wide_merge, "слишком|не удалось прочитать"),
    "no table": (empty_document, "нет таблицы"),
    "another table": (other_table, "нет строки заголовков плана"),
}  # fmt: skip


async def read(
    content: bytes, folder: Path, *, memory: int = 512 * MEBIBYTE, seconds: int = 20
) -> Recognised | Refused:
    path = folder / "file"
    path.write_bytes(content)
    settings = Settings(secret_key="x" * 40, parser_memory_limit=memory, parser_seconds=seconds)
    return await read_plan_file(path, settings=settings)


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_bad_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    answer = await read(make(), tmp_path)
    assert isinstance(answer, Refused), answer
    assert re.search(words, answer.refusal), answer.refusal
    assert "root:" not in answer.refusal
    assert answer.refusal.endswith(".")


@pytest.mark.parametrize("kind", ["docx", "xlsx"])
async def test_the_limited_child_reads_the_decree(kind: str, tmp_path: Path) -> None:
    answer = await read((SAMPLES / f"plan_64_od.{kind}").read_bytes(), tmp_path)
    assert isinstance(answer, Recognised)
    assert len(list(answer.plan.rows())) == 44
    assert answer.plan.heading == decree().heading


def large_plan() -> bytes:
    """A faultless document: only its size is hostile."""
    titles = ([""] * 20) + ["№", "Мероприятия", "Сроки", "Исполнители"]
    head = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in titles)
    texts = ([""] * 20) + ["1.1", "Анализ", "Май", "ЦУ"]
    row = "".join(f"<w:tc>{paragraph(text)}</w:tc>" for text in texts)
    return document(f"<w:tbl><w:tr>{head}</w:tr>{f'<w:tr>{row}</w:tr>' * 9_000}</w:tbl>")


async def test_a_large_plan_is_read_within_the_usual_limits(tmp_path: Path) -> None:
    answer = await read(large_plan(), tmp_path)
    assert isinstance(answer, Recognised)
    assert len(list(answer.plan.rows())) == 9_000


async def test_a_child_out_of_memory_is_an_answer(tmp_path: Path) -> None:
    answer = await read(large_plan(), tmp_path, memory=90 * MEBIBYTE)
    assert isinstance(answer, Refused)
    assert "слишком велик" in answer.refusal


async def test_a_child_out_of_processor_time_is_an_answer(tmp_path: Path) -> None:
    answer = await read(large_plan(), tmp_path, seconds=1)
    assert answer == Refused(reader._too_slow(1))


async def test_a_child_that_hangs_is_killed_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)  # nobody ever writes to it: the child waits without using the processor
    monkeypatch.setattr(limited_child, "SLACK_SECONDS", 0)
    answer = await read_plan_file(fifo, settings=Settings(secret_key="x" * 40, parser_seconds=1))
    assert answer == Refused(reader._too_slow(1))


async def test_the_child_inherits_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:secret@host/db")
    seen: list[dict[str, str]] = []
    real = asyncio.create_subprocess_exec

    async def spy(*args: str, **named: object) -> asyncio.subprocess.Process:
        seen.append(named["env"])  # type: ignore[arg-type]
        return await real(*args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(asyncio, "create_subprocess_exec", spy)
    assert isinstance(await read(docx(), tmp_path), Recognised)
    assert seen
    assert set(seen[0]) == {"PYTHONPATH", "PYTHONUTF8", "PATH"}
