"""Files made to hurt, or just wrong: every one ends in a Russian sentence, and the worker lives on."""

import asyncio
import io
import json
import os
import re
import subprocess
import zipfile
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest
import xlsxwriter

from backend.core import streaming_child
from backend.core.jobs import JobRunner
from backend.core.settings import MEBIBYTE, Settings
from backend.features.uploads.intake import reader
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.reader import read_file
from tests.data.make_samples import CLEAN, csv_bytes, table, xlsx_bytes
from tests.features.uploads.conftest import Upload

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"


def rezipped(content: bytes, replace: dict[str, bytes]) -> bytes:
    """Return the workbook with some entries replaced or added."""
    out = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as old,
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            if name not in replace:
                new.writestr(name, old.read(name))
        for name, data in replace.items():
            new.writestr(name, data)
    return out.getvalue()


def sheet_xml(body: str) -> bytes:
    return (
        '<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        f"<sheetData>{body}</sheetData></worksheet>"
    ).encode()


def sparse_corner() -> bytes:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    return rezipped(xlsx_bytes([["x"]]), {SHEET: sheet_xml(cells)})


def zip_bomb() -> bytes:
    return rezipped(xlsx_bytes([["x"]]), {"xl/media/image1.png": b"\0" * (400 * MEBIBYTE)})


def shared_strings_bomb() -> bytes:
    """A little file whose every cell points at one string of 30,000 characters."""
    return xlsx_bytes([["я" * 30_000] * 380 for _ in range(300)])


def long_cell() -> bytes:
    body = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"A" * MEBIBYTE}</t></is></c></row>'
    return rezipped(xlsx_bytes([["x"]]), {SHEET: sheet_xml(body)})


def entity_bomb() -> bytes:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    xml = (
        f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "lol">{laughs}]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&l11;</t></is></c></row></sheetData></worksheet>'
    )
    return rezipped(xlsx_bytes([["x"]]), {SHEET: xml.encode()})


def external_entity() -> bytes:
    xml = (
        '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData><row r="1">'
        '<c r="A1" t="inlineStr"><is><t>&secret;</t></is></c></row></sheetData></worksheet>'
    )
    return rezipped(xlsx_bytes([["x"]]), {SHEET: xml.encode()})


def many_entries() -> bytes:
    return rezipped(xlsx_bytes([["x"]]), {f"xl/media/{n}.png": b"" for n in range(2_000)})


def plain_archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("../../etc/cron.d/evil", "x")
    return out.getvalue()


def empty_workbook() -> bytes:
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.add_worksheet("Лист1")
    return out.getvalue()


HOSTILE: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (bytes, "Файл пустой"),
    "zeroes": (lambda: b"\0" * 5000, "Файл пустой"),
    "noise": (lambda: os.urandom(4000), "не похож"),
    "html as xlsx": (
        "<!DOCTYPE html><html><table><tr><td>ОО</td></tr></table>".encode,
        "веб-страница",
    ),
    "pdf": (lambda: b"%PDF-1.7\n%", "PDF"),
    "xml": (lambda: b'<?xml version="1.0"?><a/>', "XML"),
    "old xls": (lambda: OLE + b"\0" * 5000 + "Workbook".encode("utf-16-le"), "старого формата"),
    "encrypted": (
        lambda: OLE + b"\0" * 5000 + "EncryptedPackage".encode("utf-16-le"),
        "защищён паролем",
    ),
    "plain zip": (plain_archive, "В архиве"),
    "cut off": (lambda: xlsx_bytes(table(CLEAN))[:3000], "повреждена"),
    "broken inside": (
        lambda: rezipped(xlsx_bytes([["x"]]), {SHEET: b"<worksheet><sheetData><row"}),
        "Книга|Не нашли",
    ),
    "sparse corner": (sparse_corner, "далеко за таблицей"),
    "zip bomb": (zip_bomb, "слишком много данных"),
    "many entries": (many_entries, "слишком много данных"),
    "shared strings": (shared_strings_bomb, "слишком|Не нашли"),
    "long cell": (long_cell, "32767 знаков"),
    "entity bomb": (entity_bomb, "повреждена|Не нашли|слишком"),
    "external entity": (external_entity, "повреждена|Не нашли"),
    "empty workbook": (empty_workbook, "Не нашли строку с заголовками"),
    "csv of letters": (
        "Фамилия;Балл\nИванов;5\n".encode,
        "Не нашли строку с заголовками",
    ),
    "csv long cell": (("ОО;" + "я" * 1_000_000).encode, "32767 знаков"),
    "csv open quote": (('ОО;Код\n"' + "1;2\n" * 20_000).encode, "32767 знаков|Не нашли"),
}


async def parsed(
    content: bytes, folder: Path, *, memory: int = 512 * MEBIBYTE, seconds: int = 20
) -> Gathered:
    path = folder / "file"
    path.write_bytes(content)
    settings = Settings(
        secret_key="x" * 40, parser_memory_limit=memory, parser_seconds=seconds, var_dir=folder
    )
    return await read(path, settings)


async def read(path: Path, settings: Settings) -> Gathered:
    return await read_file(path, filename="file", options={}, sender_school=None, settings=settings)


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_bad_file_is_refused_in_words(name: str, tmp_path: Path) -> None:
    make, words = HOSTILE[name]
    answer = await parsed(make(), tmp_path)
    assert answer.refusal is not None
    assert re.search(words, answer.refusal), answer.refusal
    assert "root:" not in answer.refusal
    assert answer.refusal.endswith(".")


def long_table(rows: int) -> bytes:
    """A faultless CSV of many participants: only its length is hostile."""
    lines = csv_bytes(table(CLEAN)).splitlines(keepends=True)
    row = lines[7].split(b";")
    body = [b";".join([*row[:3], b"%d" % number, *row[4:]]) for number in range(rows)]
    return b"".join([*lines[:7], *body])


async def test_a_child_out_of_memory_is_an_answer(tmp_path: Path) -> None:
    answer = await parsed(long_table(300_000), tmp_path, memory=48 * MEBIBYTE)
    assert answer.refusal is not None
    assert "слишком" in answer.refusal


async def test_a_child_out_of_processor_time_is_an_answer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started = asyncio.get_running_loop().time()
    monkeypatch.setattr(streaming_child, "_BYTES_PER_SECOND", 1 << 40)
    row = {"school": "edu63901003", "procedure": "vpr", "year": 2021, "subject": "math", "grade": 5}
    lines = (json.dumps({**row, "participant": n, "mark": 3}) + "\n" for n in range(600_000))
    answer = await parsed("".join(lines).encode(), tmp_path, seconds=1)
    assert answer.refusal == reader._too_slow(1)
    assert asyncio.get_running_loop().time() - started < 11


async def test_a_child_that_hangs_is_killed_by_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fifo = tmp_path / "fifo"
    os.mkfifo(fifo)  # nobody ever writes to it: the child waits without using the processor
    monkeypatch.setattr(streaming_child, "SLACK_SECONDS", 0)
    answer = await read(fifo, Settings(secret_key="x" * 40, parser_seconds=1, var_dir=tmp_path))
    assert answer.refusal == reader._too_slow(1)


async def test_the_child_inherits_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://admin:secret@host/db")
    seen: list[dict[str, str]] = []
    real = subprocess.Popen

    def spy(*args: object, **named: object) -> "subprocess.Popen[bytes]":
        seen.append(named["env"])  # type: ignore[arg-type]
        return real(*args, **named)  # type: ignore[call-overload,no-any-return]

    monkeypatch.setattr(subprocess, "Popen", spy)
    answer = await parsed(xlsx_bytes(table(CLEAN)), tmp_path)
    assert answer.refusal is None
    assert answer.rows_total == len(CLEAN)
    assert seen
    threads = set(reader._ENVIRONMENT)
    assert set(seen[0]) == {"PYTHONPATH", "PYTHONUTF8", "PATH"} | threads


async def test_after_bad_files_the_worker_takes_good_ones(
    send: Upload, anonymous: httpx.AsyncClient, runner: JobRunner, logins: dict[str, str]
) -> None:
    for name in ("sparse corner", "encrypted", "html as xlsx"):
        make, words = HOSTILE[name]
        upload = await send(make(), name=f"{name}.xlsx")
        assert upload["state"] == "failed"
        assert words in upload["error"]
        assert upload["allowed_actions"] == ["read_again"]
    pupils = [pupil._replace(login=logins["third"]) for pupil in CLEAN]
    assert (await send(xlsx_bytes(table(pupils))))["state"] == "screened"
