"""Finds the header of a results table in its first rows and says which layout it is and what each column means."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from backend.domain.scores.cells import Task, clean, column_letter, normal, task_of
from backend.domain.scores.issues import Issue, issue
from backend.domain.scores.profile import PERSON_FIELDS, WORK_FIELDS, Profile, field_of

HEADER_WITHIN = 60
"""A header further down than this is not looked for (rows)."""
PERSONAL = "отброшен до записи: имена и документы не храним"
_HEADER_LENGTH = 120
_TITLES = {
    "school": "школа",
    "school_title": "название школы",
    "msu": "код МСУ",
    "participant": "код участника",
    "class": "класс",
    "variant": "вариант",
    "primary": "первичный балл",
    "test": "тестовый балл",
    "mark": "отметка за работу",
    "journal": "отметка по журналу",
    "procedure": "процедура",
    "year": "год",
    "wave": "волна",
    "subject": "предмет",
    "subject_code": "код предмета",
    "grade": "класс работы",
    "programme_grade": "класс программы",
    "series": "серия вариантов",
    "max_primary": "максимальный первичный балл",
    "written_on": "дата работы",
    "short_mask": "ответы на задания с кратким ответом",
    "long_mask": "ответы на задания с развёрнутым ответом",
    "oral_mask": "ответы устной части",
    "class_number": "порядковый номер класса",
    "registration": "код регистрации",
    "appeal": "апелляция или перепроверка",
    "group": "группа участников",
    "n_schools": "число школ",
    "n": "число участников",
    "n2": "отметки «2»",
    "n3": "отметки «3»",
    "n4": "отметки «4»",
    "n5": "отметки «5»",
    "sum": "сумма первичных баллов",
    "mean": "средний первичный балл",
}
_PERSON = "только для ключа участника, не хранится"


@dataclass(frozen=True, slots=True)
class Header:
    """One way to read the table: the layout, the Excel row of the header's last line, the texts of its cells."""

    profile: Profile
    row: int
    texts: Sequence[str]
    known: int
    unknown: int


@dataclass(frozen=True, slots=True)
class ColumnReading:
    """How one column of the file was understood; kind is field, task, personal, unused or unknown."""

    place: int
    letter: str
    header: str
    field: str | None
    kind: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Shape:
    """Where the fields and tasks of a table stand (0-based places) and what every column means."""

    header: Header
    places: Mapping[str, int]
    tasks: Sequence[Task]
    task_places: Sequence[int]
    columns: Sequence[ColumnReading]

    @property
    def profile(self) -> Profile:
        return self.header.profile

    def cell(self, place: int | None) -> tuple[str | None, str | None]:
        """Return letter and header of a column, for an issue."""
        if place is None:
            return None, None
        found = next((c.header for c in self.columns if c.place == place), None)
        return column_letter(place), found


def find_headers(
    rows: Sequence[Sequence[str]],
    profiles: Iterable[Profile],
    *,
    chosen_row: int | None = None,
    chosen_fields: Mapping[str, str] | None = None,
    first_row: int = 1,
) -> list[Header]:
    """Return the best header of every layout that fits equally well, an empty list when none does."""
    place = range(len(rows)) if chosen_row is None else [chosen_row - first_row]
    places = [n for n in place if 0 <= n < min(len(rows), HEADER_WITHIN)]
    plain = [[normal(cell) for cell in row] for row in rows[:HEADER_WITHIN]]
    forced = frozenset((chosen_fields or {}).values())
    found: list[Header] = []
    for profile in profiles:
        options: list[Header] = []
        hits = [any(field_of(profile, text) for text in texts) for texts in plain]
        for number in places:
            if hits[number] or forced:
                options.append(_measured(profile, rows[number], number + first_row))
            if number and (hits[number] or hits[number - 1]) and any(plain[number - 1]):
                joined = _joined(profile, rows[number - 1], rows[number])
                options.append(_measured(profile, joined, number + first_row))
        fitting = [o for o in options if profile.required <= (_fields(o) | forced)]
        if fitting:
            found.append(max(fitting, key=lambda h: (h.known, -h.row)))
    best = max(((h.known, -h.unknown) for h in found), default=None)
    return [h for h in found if (h.known, -h.unknown) == best]


def _fields(header: Header) -> set[str]:
    return {name for text in header.texts if (name := field_of(header.profile, normal(text)))}


def _kind(profile: Profile, text: str) -> str | None:
    """Return what a header is: "field", "task", "personal", "unused"; None for an unknown one."""
    word = normal(text)
    if field_of(profile, word):
        return "field"
    if task_of(text, profile.tasks, column=""):
        return "task"
    if any(pattern.search(clean(text)) for pattern in profile.personal):
        return "personal"
    if word in profile.unused or any(p.search(word) for p in profile.unused_patterns):
        return "unused"
    return None


def _measured(profile: Profile, texts: Sequence[str], row: int) -> Header:
    kinds = [_kind(profile, text) for text in dict.fromkeys(map(clean, texts)) if text]
    unknown = sum(kind is None for kind in kinds)
    return Header(profile, row, list(texts), len(kinds) - unknown, unknown)


def _joined(profile: Profile, upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Return one header of two lines: a cell of the upper line spans the empty ones to its right."""
    texts: list[str] = []
    spanning = ""
    for place in range(max(len(upper), len(lower))):
        above = clean(upper[place]) if place < len(upper) else ""
        below = clean(lower[place]) if place < len(lower) else ""
        spanning = above or spanning
        both = normal(f"{spanning} {below}")
        is_both = below and (both in profile.fields or both in profile.unused)
        texts.append(f"{spanning} {below}" if is_both else below or above)
    return texts


def read_columns(
    header: Header,
    above: Sequence[str],
    issues: list[Issue],
    *,
    chosen_fields: Mapping[str, str] | None = None,
) -> Shape:
    """Return where each field stands, the tasks in order, and the reading of every column.

    `above` is the line over the header: there stands the difficulty of tasks. `chosen_fields` maps column
    letters to fields or "skip", as a person has decided.
    """
    profile = header.profile
    chosen = chosen_fields or {}
    places = {
        field: place
        for place in range(len(header.texts))
        if (field := chosen.get(column_letter(place), "skip")) != "skip"
    }
    tasks: list[Task] = []
    task_places: list[int] = []
    columns: list[ColumnReading] = []
    for place, cell in enumerate(header.texts):
        text, letter = clean(cell), column_letter(place)
        if not text and letter not in chosen:
            continue
        name = None if letter in chosen else field_of(profile, normal(text))
        task = None if letter in chosen else task_of(text, profile.tasks, column=letter)
        if letter in chosen:
            name = chosen[letter]
            reading = ("skip", "unused", "пропущен по вашему выбору")
            if name != "skip":
                reading = (name, "field", _TITLES[name])
        elif name and name not in places:
            places[name] = place
            is_person = name in PERSON_FIELDS
            reading = (
                name,
                "personal" if is_person else "field",
                _PERSON if is_person else _TITLES[name],
            )
        elif task and task.name not in {t.name for t in tasks}:
            level = clean(above[place]).upper() if place < len(above) else ""
            tasks.append(replace(task, difficulty=level if level in profile.difficulties else None))
            task_places.append(place)
            limit = f", максимум {task.maximum}" if task.maximum else ""
            reading = ("", "task", f"баллы за задание {task.name}{limit}")
        else:
            reading = _aside(text, profile, row=header.row, column=letter, issues=issues)
        columns.append(
            ColumnReading(place, letter, text[:_HEADER_LENGTH], reading[0] or None, *reading[1:])
        )
    return Shape(header, places, tasks, task_places, columns)


def _aside(
    text: str, profile: Profile, *, row: int, column: str, issues: list[Issue]
) -> tuple[str, str, str]:
    kind = _kind(profile, text)
    if kind == "personal":
        return "", "personal", PERSONAL
    if kind == "unused":
        return "", "unused", "не нужен"
    message = "Такого столбца в форме нет, он пропущен."
    if field_of(profile, normal(text)) or kind == "task":
        message = "Такой столбец в шапке уже есть, второй пропущен."
    issues.append(
        issue("column_ignored", message, row=row, column=column, header=text[:_HEADER_LENGTH])
    )
    return "", "unknown", "пропущен"


def work_places(shape: Shape) -> dict[str, int]:
    """Return the columns that say which work a row is about."""
    return {name: shape.places[name] for name in WORK_FIELDS if name in shape.places}


def what_is_expected(profiles: Iterable[Profile]) -> str:
    """Return the sentence for a file in which no layout was found."""
    titles = "; ".join(profile.title for profile in profiles)
    return (
        "Не нашли строку с заголовками таблицы. Знаем такие формы: "
        f"{titles}. Выгрузите форму из личного кабинета и загрузите её без изменений."
    )
