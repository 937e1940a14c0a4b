"""Makes the sample results files beside it: `python tests/data/make_samples.py`. Deterministic; no real pupils.

The layout is «Ф1» of ФИС ОКО (domain of the product: ВПР). Autumn 2020: grade 5 wrote the work of grade 4.
"""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import xlsxwriter

HERE = Path(__file__).parent
TITLE = "ВПР 2020 Математика 5 класс (по программе 4 класса)"
SCHOOL_NAME = "ГБОУ СОШ с. Новая Бинарадка"
LOGIN = "edu63901003"
MUNICIPALITY = "Ставропольский муниципальный район"
# Tasks of the ВПР in mathematics after grade 4: name, maximum, difficulty; 20 points together.
TASKS = [
    ("1", 1, "Б"), ("2", 1, "Б"), ("3", 2, "Б"), ("4", 1, "Б"), ("5.1", 1, "Б"), ("5.2", 1, "Б"),
    ("6.1", 1, "Б"), ("6.2", 1, "Б"), ("7", 1, "Б"), ("8", 2, "П"), ("9.1", 1, "П"), ("9.2", 1, "П"),
    ("10", 2, "П"), ("11", 2, "Б"), ("12", 2, "П"),
]  # fmt: skip
HEADER = [
    "ОО", "Муниципалитет", "Название ОО", "Код участника", "Класс", "Вариант",
    *(f"{name} ({maximum}б)" for name, maximum, _ in TASKS),
    "Первичный балл", "Отметка", "Отметка по журналу",
]  # fmt: skip
HEADER_ROW = 7
Cell = str | int


class Pupil(NamedTuple):
    """A row as it stands in the file: scores of the 15 tasks as one string, «Х» = not attempted."""

    code: str
    variant: int
    scores: str
    primary: Cell
    mark: Cell
    journal: Cell
    login: str = LOGIN


CLEAN = [
    Pupil("50001", 1, "110100000000000", 3, 2, 3),
    Pupil("50002", 2, "111010Х00000000", 4, 2, 3),
    Pupil("50003", 1, "112111000000000", 7, 3, 3),
    Pupil("50004", 2, "11211110100ХХХХ", 9, 3, 4),
    Pupil("50005", 1, "112111110000000", 9, 3, 3),
    Pupil("50006", 2, "111000000000010", 4, 2, 2),
    Pupil("50007", 1, "112111111110000", 12, 4, 4),
    Pupil("50008", 2, "112111111211121", 18, 5, 5),
]
DIRTY = [
    Pupil("50001", 1, "110100000000000", 3, 2, 3),
    Pupil("50002", 2, "113010000000000", 6, 3, 3),
    Pupil("50003", 1, "112111000000000", 7, "н/а", 3),
    Pupil("50004", 2, "112111111100000", 11, 3, 4),
    Pupil("50005", 1, "112111110000000", 9, 3, 3, "edu63999999"),
    Pupil("50001", 2, "111000000000010", 4, 2, 2),
    Pupil("50007", 1, "112111111110000", 15, 5, 4),
    Pupil("50008", 2, "?12111111211121", 17, 5, 5),
    Pupil("50009", 1, "112111111211122", 19, 6, 5),
    Pupil("50010", 2, "112111111211122", 19, 5, 7),
]
# What is wrong in the dirty file: row, column, rule. `school_unknown` and `mark_against_scale` need the database.
PLANTED = [
    (9, "I", "score_over_max"),
    (10, "W", "mark_not_number"),
    (11, "W", "mark_against_scale"),
    (12, "A", "school_unknown"),
    (13, "D", "participant_duplicate"),
    (14, "V", "sum_differs"),
    (15, "G", "score_not_number"),
    (16, "W", "mark_out_of_range"),
    (17, "X", "journal_mark_wrong"),
]


def table(pupils: list[Pupil], *, title: str = TITLE) -> list[list[Cell]]:
    """Return the whole sheet as rows."""
    above: list[list[Cell]] = [
        [title],
        ["Предмет", "Математика"],
        ["Максимальный первичный балл", sum(maximum for _, maximum, _ in TASKS)],
        ["Дата", "23.09.2020"],
        [f"{SCHOOL_NAME} ({LOGIN}) | Кол-во участников: {sum(p.login == LOGIN for p in pupils)}"],
        ["", "", "", "", "", "", *(level for _, _, level in TASKS)],
        list(HEADER),
    ]
    return above + [
        [
            pupil.login, MUNICIPALITY, SCHOOL_NAME, pupil.code, "5А", pupil.variant,
            *(int(s) if s.isdigit() else s.replace("?", "один") for s in pupil.scores),
            pupil.primary, pupil.mark, pupil.journal,
        ]
        for pupil in pupils
    ]  # fmt: skip


def xlsx_bytes(rows: list[list[Cell]]) -> bytes:
    """Return a workbook with the rows on the sheet «Ф1»; the same rows give the same bytes."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2020, 10, 20, tzinfo=UTC)})
        sheet = book.add_worksheet("Ф1")
        sheet.set_column(0, 2, 24)
        for number, row in enumerate(rows):
            for place, cell in enumerate(row):
                sheet.write(number, place, cell)
    return buffer.getvalue()


def csv_bytes(rows: list[list[Cell]], *, encoding: str = "cp1251", delimiter: str = ";") -> bytes:
    """Return the same table as CSV; primary scores with a decimal comma, as spreadsheets save them."""
    primary = HEADER.index("Первичный балл")
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=delimiter, lineterminator="\r\n")
    for number, row in enumerate(rows, start=1):
        cells = list(row)
        if number > HEADER_ROW and isinstance(cells[primary], int):
            cells[primary] = f"{cells[primary]},0"
        writer.writerow(cells)
    return buffer.getvalue().encode(encoding)


def main() -> None:
    (HERE / "vpr_f1_math5_2020.xlsx").write_bytes(xlsx_bytes(table(CLEAN)))
    (HERE / "vpr_f1_math5_2020.csv").write_bytes(csv_bytes(table(CLEAN)))
    (HERE / "vpr_f1_math5_2020_dirty.xlsx").write_bytes(xlsx_bytes(table(DIRTY)))


if __name__ == "__main__":
    main()
