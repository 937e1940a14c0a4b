"""Reads the rows under the header: one participant each, every fault named by its Excel row and column."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from backend.domain.score_cells import (
    MARKS,
    NO_VALUE,
    NOT_ATTEMPTED,
    Task,
    clean,
    column_letter,
    echo,
    normal,
    participant_code,
    school_login,
    whole_number,
)
from backend.domain.score_issues import ERROR, Issue, issue
from backend.domain.score_profile import Profile

ISSUES_LIMIT = 20_000
_TEXT_LENGTH = 20


@dataclass(frozen=True, slots=True)
class Participant:
    """One row. `school` = digits of the login; None in scores = not attempted; no mark = absent or faulty."""

    row: int
    school: str
    code: str
    class_name: str | None
    variant: str | None
    scores: tuple[int | None, ...]
    primary: int | None
    mark: int | None
    journal_mark: int | None


@dataclass(frozen=True, slots=True)
class SchoolLine:
    """A line «… (edu63901001) | Кол-во участников: 8»; `declared` None = not said."""

    row: int
    declared: int | None


@dataclass(frozen=True, slots=True)
class TableShape:
    """Where the fields stand (0-based places), which tasks there are, what the work allows."""

    places: Mapping[str, int]
    tasks: Sequence[Task]
    headers: Mapping[str, str]
    grade: int | None
    maximum: int | None


class Reader:
    """Collects participants and issues row by row; remembers the school line above and codes already seen."""

    def __init__(self, profile: Profile, shape: TableShape, issues: list[Issue]) -> None:
        self.profile = profile
        self.shape = shape
        self.issues = issues
        self.participants: list[Participant] = []
        self.schools: dict[str, SchoolLine] = {}
        self.rows_total = 0
        self._task_fields = [f"task {i}" for i in range(len(shape.tasks))]
        self._current_school: str | None = None
        self._stopped_at: int | None = None
        self._seen: dict[tuple[str, str], int] = {}
        self._row = 0
        self._cells: Sequence[str] = ()

    def read_school_line(self, row: int, cells: Sequence[str]) -> bool:
        """Take a school line; return whether it was one."""
        for cell in cells:
            found = self.profile.school_line.search(cell)
            if found is None:
                continue
            text = " | ".join(cells)
            count = self.profile.participants_line.search(text)
            self._current_school = found["login"]
            self.schools.setdefault(
                found["login"], SchoolLine(row, int(count["count"]) if count else None)
            )
            return True
        return False

    def read_row(self, row: int, cells: Sequence[str]) -> None:
        """Read one row under the header; blank rows, footers and repeated headers are not participants."""
        self._row, self._cells = row, cells
        first = next((text for cell in cells if (text := clean(cell))), None)
        if first is None or self._is_aside(first):
            return
        if not self._text("participant") and self.read_school_line(row, cells):
            return
        if len(self.issues) > ISSUES_LIMIT:
            self._stopped_at = self._stopped_at or row
            return
        self.rows_total += 1
        before = len(self.issues)
        school, code = self._school(), self._code()
        values = self._absent() if self._is_absent() else self._present()
        class_name = self._class_name()
        if school is None or code is None:
            return
        self._check_duplicate(school, code)
        scores, primary, mark, journal = values
        if not any(found.severity == ERROR for found in self.issues[before:]):
            self._check_sum(scores, primary)
        self.participants.append(
            Participant(
                row, school, code, class_name, self._variant(), scores, primary, mark, journal
            )
        )

    def finish(self) -> None:
        """Check what only the whole table tells: declared counts, emptiness, the limit of issues."""
        if self._stopped_at:
            text = f"Замечаний больше {ISSUES_LIMIT}, с {self._stopped_at} строки файл не проверен."
            self.issues.append(issue("too_many_issues", text, row=self._stopped_at))
        elif not self.rows_total:
            text = "Под шапкой таблицы нет строк с участниками."
            self.issues.append(issue("no_participants", text))
        counts = Counter(person.school for person in self.participants)
        for login, line in self.schools.items():
            found = counts[login]
            if line.declared is not None and line.declared != found:
                text = f"В строке школы указано участников: {line.declared}, в таблице прочитано: {found}."
                self.issues.append(issue("participants_count", text, row=line.row))

    def _text(self, field: str) -> str:
        place = self.shape.places.get(field)
        return clean(self._cells[place]) if place is not None and place < len(self._cells) else ""

    def _report(
        self, code: str, message: str, field: str, *, how_to_fix: str | None = None
    ) -> None:
        place = self.shape.places.get(field)
        column = column_letter(place) if place is not None else None
        header = self.shape.headers.get(column) if column else None
        self.issues.append(
            issue(code, message, row=self._row, column=column, header=header, how_to_fix=how_to_fix)
        )

    def _is_aside(self, first: str) -> bool:
        word = normal(first)
        repeated = self.profile.fields.get(normal(self._text("participant"))) == "participant"
        footer = any(word.startswith(start) for start in self.profile.footers)
        # A word of the footer in a row that has a participant is a value, not a footer.
        return repeated or (footer and not self._text("participant"))

    def _school(self) -> str | None:
        text = self._text("school")
        if not text:
            if self._current_school is None:
                self._report(
                    "school_missing",
                    "Логин школы не указан ни в строке, ни над таблицей.",
                    "school",
                )
            return self._current_school
        found = school_login(text)
        if found is None:
            self._report(
                "school_login_format", f"Указано {echo(text)}, это не логин ФИС ОКО.", "school"
            )
        return found

    def _code(self) -> str | None:
        text = self._text("participant")
        if not text:
            self._report(
                "participant_code_missing",
                "В строке есть данные, но нет кода участника.",
                "participant",
            )
            return None
        found = participant_code(text)
        if found is None:
            self._report("participant_code_format", f"Указано {echo(text)}.", "participant")
        return found

    def _check_duplicate(self, school: str, code: str) -> None:
        earlier = self._seen.setdefault((school, code), self._row)
        if earlier != self._row:
            self._report(
                "participant_duplicate", f"Код {code} уже есть в строке {earlier}.", "participant"
            )

    def _class_name(self) -> str | None:
        text = self._text("class").upper().replace(" ", "").removesuffix(".0")
        digits = "".join(c for c in text[:2] if c.isdigit())
        if digits and self.shape.grade is not None and int(digits) != self.shape.grade:
            message = f"Указано {echo(text)}, а работа для {self.shape.grade} класса."
            self._report("class_differs", message, "class")
        return text[:_TEXT_LENGTH] or None

    def _variant(self) -> str | None:
        text = self._text("variant").removesuffix(".0")
        return text[:_TEXT_LENGTH] if text else None

    def _is_absent(self) -> bool:
        return any(
            normal(cell) in self.profile.absent for cell in self._cells if not cell.isdigit()
        )

    def _absent(self) -> tuple[tuple[int | None, ...], int | None, int | None, int | None]:
        fields = self._task_fields
        filled = (
            name
            for name in (*fields, "primary", "mark")
            if whole_number(self._text(name)) is not None
        )
        if (name := next(filled, None)) is not None:
            self._report(
                "absent_with_scores", "Участник отмечен как отсутствующий, но есть балл.", name
            )
        return (None,) * len(fields), None, None, self._journal()

    def _present(self) -> tuple[tuple[int | None, ...], int | None, int | None, int | None]:
        fields = zip(self._task_fields, self.shape.tasks, strict=True)
        scores = tuple(self._score(field, task) for field, task in fields)
        return scores, self._primary(scores), self._mark(), self._journal()

    def _score(self, field: str, task: Task) -> int | None:
        text = self._text(field)
        if text.lower() in NOT_ATTEMPTED:
            return None
        if not text:
            self._report("score_missing", f"Пустая ячейка, задание {task.name}.", field)
            return None
        value = whole_number(text)
        if value is None:
            self._report(
                "score_not_number", f"Указано {echo(text)}.", field, how_to_fix=_scores_advice(task)
            )
        elif value > task.maximum:
            message = f"Указано {value}, за это задание можно получить не больше {task.maximum}."
            self._report("score_over_max", message, field, how_to_fix=_scores_advice(task))
        return value

    def _primary(self, scores: Sequence[int | None]) -> int | None:
        if "primary" not in self.shape.places:
            return sum(score or 0 for score in scores) if scores else None
        text = self._text("primary")
        value = whole_number(text)
        if value is None:
            self._report(
                "primary_wrong", f"Указано {echo(text)}." if text else "Ячейка пустая.", "primary"
            )
        elif self.shape.maximum is not None and value > self.shape.maximum:
            message = f"Указано {value}, за работу можно получить не больше {self.shape.maximum}."
            self._report("primary_over_max", message, "primary")
        return value

    def _check_sum(self, scores: Sequence[int | None], primary: int | None) -> None:
        total = sum(score or 0 for score in scores)
        if scores and primary is not None and total != primary:
            self._report(
                "sum_differs", f"Сумма баллов за задания {total}, а указано {primary}.", "primary"
            )

    def _mark(self) -> int | None:
        text = self._text("mark")
        value = whole_number(text)
        if value is None:
            if text:
                self._report("mark_not_number", f"Указано {echo(text)}.", "mark")
            else:
                self._report("mark_missing", "Ячейка пустая.", "mark")
            return None
        if value not in MARKS:
            self._report("mark_out_of_range", f"Указано {value}.", "mark")
            return None
        return value

    def _journal(self) -> int | None:
        text = self._text("journal")
        if text.lower() in NO_VALUE:
            return None
        value = whole_number(text)
        if value not in MARKS:
            self._report("journal_mark_wrong", f"Указано {echo(text)}.", "journal")
            return None
        return value


def _scores_advice(task: Task) -> str:
    allowed = ", ".join(str(n) for n in range(task.maximum)) + f" или {task.maximum}"
    if task.maximum > 5:
        allowed = f"число от 0 до {task.maximum}"
    return f"Введите {allowed}. Если участник не приступал к заданию, поставьте Х."
