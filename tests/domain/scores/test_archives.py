"""Several tables in one file, archives of files, and everything hostile in them."""

import io
import struct
import zipfile
from pathlib import Path

import pytest

from tests.data.logical_table import LAYOUTS, PUPILS
from tests.data.physical_files import archive, csv_text
from tests.domain.scores.reading import book, read

PLAIN = next(layout for layout in LAYOUTS if layout.code == "plain")
CSV = csv_text(PLAIN.rows, ";", "\n").encode()
BOOK = book(("Лист", LAYOUTS[0].rows))


def test_every_file_of_an_archive_is_a_table() -> None:
    found = read(archive({"а/первый.csv": CSV, "второй.xlsx": BOOK, "письмо.txt": b"hello"}))
    assert [(t["number"], t["file"], t["file_kind"]) for t in found.tables] == [
        (0, "а/первый.csv", "csv"),
        (1, "второй.xlsx", "xlsx"),
    ]
    assert found.skipped == [["письмо.txt", "", "нет таблицы результатов"]]
    assert len(found.rows) == 2 * len(PUPILS)


def test_names_in_cp866_are_read() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("0123456789.csv", CSV)
    raw = buffer.getvalue().replace(b"0123456789", "Результаты".encode("cp866"))
    assert read(raw).table["file"] == "Результаты.csv"


def test_an_issue_says_in_which_table_it_is() -> None:
    bad = CSV.replace(b";5;5;1;", b";7;5;1;")
    found = read(archive({"1.csv": CSV, "2.csv": bad}))
    assert {(item[0], item[1]) for item in found.issues} == {("mark_out_of_range", 1)}


def _lying(content: bytes, size: int) -> bytes:
    """A central directory that says another unpacked size."""
    place = content.rindex(b"PK\x01\x02") + 24
    return content[:place] + struct.pack("<I", size) + content[place + 4 :]


HOSTILE = {
    "nested": (archive({"inner.zip": archive({"1.csv": CSV})}), "nested_archive"),
    "slip": (archive({"../../etc/1.csv": CSV}), "zip_slip"),
    "absolute": (archive({"/etc/1.csv": CSV}), "zip_slip"),
    "drive": (archive({"C:/1.csv": CSV}), "zip_slip"),
    "backslash": (archive({"..\\1.csv": CSV}), "zip_slip"),
    "bomb": (archive({"1.csv": b"0" * (64 << 20)}), "too_big_inside"),
    "many": (archive({f"{n}.csv": b"x" for n in range(300)}), "too_many_files"),
    "empty": (archive({}), "empty"),
    "lying size": (_lying(archive({"1.csv": CSV}), 10), "damaged"),
    "huge size": (_lying(archive({"1.csv": CSV}), 0xFFFFFFF0), "too_big_inside"),
    "cut": (archive({"1.csv": CSV})[:-40], "damaged"),
    "pdf inside": (archive({"1.pdf": b"%PDF-1.7"}), "pdf"),
    "old excel inside": (archive({"1.xls": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 99}), "old_excel"),
    "no tables": (archive({"1.txt": b"hello;you"}), "layout_unknown"),
    "no bytes": (b"", "empty"),
    "zeros": (b"\0" * 100, "empty"),
    "html": (b"<html><table></table></html>", "html"),
    "binary": (bytes(range(256)) * 50, "not_text"),
    "broken json": (b'[{"school": ', "not_text"),
    "json number": (b"[1, 2]", "not_text"),
    "deep json": (b"[" * 100_000, "not_text"),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_files_are_refused_in_words(name: str) -> None:
    content, code = HOSTILE[name]
    refusal = read(content).refusal
    assert refusal is not None
    assert refusal["code"] == code
    assert len(refusal["sentence"]) > 20


def test_hidden_sheets_are_skipped_and_told() -> None:
    rows = LAYOUTS[0].rows
    found = read(book(("Тайный", rows), ("Ф1", rows), hidden=("Тайный",)))
    assert [t["sheet"] for t in found.tables] == ["Ф1"]
    assert found.skipped == [["", "Тайный", "скрытый лист"]]


def test_a_header_of_two_lines_is_joined() -> None:
    rows = [
        ["01 - Русский язык 2022.06.23"],
        [
            "Код ОО",
            "Фамилия",
            "Документ",
            "Тип апелляции / перепроверки",
            "Балл до изменения",
            "Текущие",
            "",
            "Разница",
        ],
        ["", "", "", "", "", "Первичный балл", "Балл", ""],
        ["111002", "Тайнова", "3612 100001", "О несогласии", "70", "40", "72", "2"],
    ]
    found = read(book(("Лист", rows)))
    assert (found.issues, found.table["partial"], found.table["header_row"]) == ([], True, 3)
    assert (found.rows[0].row, found.rows[0].primary, found.rows[0].test) == (4, 40, 72)
    assert b"\xd0\xa2\xd0\xb0\xd0\xb9\xd0\xbd" not in found.raw


def test_a_file_in_cp1251_that_begins_with_megabytes_of_digits(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from backend.features.uploads.intake.child import text_blocks

    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", 400_000)
    head = "school;procedure;year;subject;grade;participant;mark\n"
    lines = [f"edu63901003;vpr;2021;math;5;{n};4\n" for n in range(20_000)]
    text = head + "".join(lines) + "edu63901003;vpr;2021;Математика;5;99999;5\n"
    found = read(text.encode("cp1251"))
    assert found.works[-1]["subject"] == "Математика"
    assert found.rows[-1].row == 20_002
    mixed = (head + "edu63901003;vpr;2021;Математика;5;1;5\n" + "".join(lines)).encode()
    refusal = read(mixed + "edu63901003;vpr;2021;Физика;5;2;5\n".encode("cp1251")).refusal
    assert refusal is not None
    assert refusal["code"] == "not_text"


def test_samples_are_read_from_the_disk() -> None:
    folder = Path(__file__).parents[2] / "data"
    names = ["vpr_f1_math5_2020.csv", "vpr_f1_math5_2020.xlsx"]
    first, second = (read((folder / name).read_bytes()) for name in names)
    assert first.rows == second.rows
