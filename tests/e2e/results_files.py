"""Results files of the end-to-end tests: «Ф1» of works nobody else here touches, and a bare table without a title."""

from pathlib import Path

from tests.data.make_samples import CLEAN, DIRTY, TASKS, Cell, Pupil, csv_bytes, table, xlsx_bytes

# Nobody knows this login, and no other test means a school by it.
UNKNOWN_LOGIN = "edu63904321"
UNKNOWN_SCHOOL = "ГБОУ СОШ с. Верхнее Белозерье"
_FIRST_SCHOOL, _SCHOOLS = 63901001, 36
# Scores, primary score and mark that fit together by the scale of mathematics after grade 5.
_PATTERNS = [
    ("111010000000000", 4, 2),
    ("112111000000000", 7, 3),
    ("112111111110000", 12, 4),
    ("112111111211121", 18, 5),
]


def first_f1(path: Path) -> Path:
    """Write what the school has sent first: 8 pupils, no errors."""
    return _write(path, xlsx_bytes(_f1(CLEAN)))


def dirty_f1(path: Path) -> Path:
    """Write the planted errors of `make_samples`; row 12 names the school by a login that nobody knows."""
    return _write(path, xlsx_bytes(_f1([_lost(p) if p.code == "50005" else p for p in DIRTY])))


def mended_f1(path: Path) -> Path:
    """Write the first file with a better result of 50002, without 50005, who is of the unknown school, and with 50009."""
    changed = {
        "50002": Pupil("50002", 2, "112010Х01000000", 6, 3, 3),
        "50005": _lost(next(pupil for pupil in CLEAN if pupil.code == "50005")),
    }
    pupils = [changed.get(pupil.code, pupil) for pupil in CLEAN]
    return _write(path, xlsx_bytes(_f1([*pupils, Pupil("50009", 1, "112111111211122", 19, 5, 5)])))


def long_f1(path: Path, *, rows: int, wrong: int) -> Path:
    """Write one work of all schools of the office; the first `wrong` rows have words instead of a mark."""
    pupils = []
    for number in range(rows):
        scores, primary, mark = _PATTERNS[number % len(_PATTERNS)]
        login = f"edu{_FIRST_SCHOOL + number % _SCHOOLS}"
        written: Cell = "н/а" if number < wrong else mark
        code = str(10_000 + number // _SCHOOLS)
        pupils.append(Pupil(code, 1, scores, primary, written, mark, login))
    return _write(path, csv_bytes(_f1(pupils, grade=5)))


def untitled_protocol_2020(path: Path) -> Path:
    """Write the layout of 2020, which does not say what work it is."""
    header = ["user", "klass", "code", "gender", "var-1"]
    header += [f"a-{name.replace('.', '_')}-grade" for name, _, _ in TASKS]
    lines = [[*header, "sum", "otc"]]
    for pupil in CLEAN:
        login = pupil.login.replace("edu", "sch")
        line = [login, "5А", pupil.code, "ж", str(pupil.variant), *pupil.scores]
        lines.append([*line, str(pupil.primary), str(pupil.journal)])
    return _write(path, "\r\n".join(";".join(line) for line in lines).encode("cp1251"))


def _f1(pupils: list[Pupil], *, grade: int = 4) -> list[list[Cell]]:
    """Return the sheet of the work of spring 2021; the unknown school has a name of its own."""
    words = {"5А": f"{grade}А", "23.09.2020": "16.03.2021"}
    sheet = table(pupils, title=f"ВПР 2021 Математика {grade} класс")
    return [
        [
            UNKNOWN_SCHOOL if place == 2 and row[0] == UNKNOWN_LOGIN else words.get(str(cell), cell)
            for place, cell in enumerate(row)
        ]
        for row in sheet
    ]


def _lost(pupil: Pupil) -> Pupil:
    return pupil._replace(login=UNKNOWN_LOGIN)


def _write(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
