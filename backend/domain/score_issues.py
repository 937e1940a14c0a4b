"""What can be wrong with a results file: one catalogue of codes, one shape of an issue, grouping for people."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

ERROR = "error"
WARNING = "warning"
SAVED_ISSUES = 1_000
"""How many issues of one file are kept row by row; the groups always count all of them."""
_SHOWN_RANGES = 12


class Rule(NamedTuple):
    """One rule of the check: how serious, what a person reads, how to put it right."""

    severity: str
    title: str
    how_to_fix: str


RULES: dict[str, Rule] = {
    "title_unclear": Rule(
        ERROR,
        "Не понятно, какая это работа",
        "Оставьте над таблицей строку вида «ВПР 2020 Математика 5 класс», как её выдаёт ФИС ОКО.",
    ),
    "subject_unknown": Rule(
        ERROR, "Предмет не найден", "Напишите предмет как в справочнике, например «Математика»."
    ),
    "subject_conflict": Rule(
        ERROR,
        "Предмет указан по-разному",
        "Исправьте заголовок или строку «Предмет»: они должны совпадать.",
    ),
    "grade_wrong": Rule(ERROR, "Класс работы не подходит", "Укажите в заголовке класс от 1 до 12."),
    "year_conflict": Rule(
        ERROR, "Год указан по-разному", "Исправьте год в заголовке или строку «Дата»."
    ),
    "date_unclear": Rule(
        WARNING, "Дата работы не прочитана", "Напишите дату в виде ДД.ММ.ГГГГ, например 23.09.2020."
    ),
    "programme_assumed": Rule(
        WARNING,
        "Класс программы определён по правилу",
        "Если это не так, добавьте в заголовок «(по программе 5 класса)» и загрузите файл ещё раз.",
    ),
    "maximum_differs": Rule(
        WARNING,
        "Максимальный балл не сходится",
        "Сверьте строку «Максимальный первичный балл» с максимумами заданий в шапке.",
    ),
    "column_ignored": Rule(
        WARNING,
        "Столбец не используется",
        "Ничего делать не нужно, если это не результаты. Если результаты, назовите столбец как в форме Ф1.",
    ),
    "class_differs": Rule(
        WARNING, "Класс участника не тот", "Проверьте столбец «Класс» и класс в заголовке работы."
    ),
    "participants_count": Rule(
        WARNING,
        "Число участников не сходится",
        "Проверьте, все ли строки школы попали в файл.",
    ),
    "no_participants": Rule(
        ERROR,
        "Нет ни одного участника",
        "Загрузите файл, в котором под шапкой есть строки участников.",
    ),
    "school_missing": Rule(
        ERROR,
        "Не указана школа",
        "Впишите в столбец «ОО» логин школы в ФИС ОКО, например edu63901001.",
    ),
    "school_login_format": Rule(
        ERROR,
        "Логин школы не читается",
        "Логин ФИС ОКО — это «edu» или «sch» и от 6 до 8 цифр, например edu63901001.",
    ),
    "school_unknown": Rule(
        ERROR,
        "Школа не найдена",
        "Проверьте логин. Школа должна быть в реестре и в вашей области доступа.",
    ),
    "participant_code_missing": Rule(
        ERROR,
        "Нет кода участника",
        "Впишите код участника или удалите строку, если это не участник.",
    ),
    "participant_code_format": Rule(
        ERROR,
        "Код участника не читается",
        "Код состоит только из цифр. Фамилии и имена в файл не вносите.",
    ),
    "participant_duplicate": Rule(
        ERROR, "Участник повторяется", "Оставьте одну строку с этим кодом или исправьте код."
    ),
    "score_over_max": Rule(
        ERROR,
        "Балл больше максимума",
        "Исправьте балл. Если участник не приступал к заданию, поставьте Х.",
    ),
    "score_not_number": Rule(
        ERROR,
        "Вместо балла текст",
        "Введите целое число. Если участник не приступал к заданию, поставьте Х.",
    ),
    "score_missing": Rule(
        WARNING,
        "Балл за задание не указан",
        "Пустая ячейка принята как «не приступал». Если балл есть, впишите его.",
    ),
    "primary_wrong": Rule(
        ERROR, "Первичный балл не читается", "Введите целое число — сумму баллов за задания."
    ),
    "primary_over_max": Rule(
        ERROR, "Первичный балл больше максимума", "Проверьте первичный балл и максимум работы."
    ),
    "sum_differs": Rule(
        ERROR,
        "Сумма баллов не равна первичному баллу",
        "Исправьте балл за задание или первичный балл: сумма должна сойтись.",
    ),
    "mark_missing": Rule(
        ERROR,
        "Нет отметки",
        "Введите 2, 3, 4 или 5. Если участника не было, напишите «не присутствовал» в столбце «Вариант»"
        " и оставьте баллы пустыми.",
    ),
    "mark_not_number": Rule(
        ERROR,
        "Вместо отметки текст",
        "Введите 2, 3, 4 или 5. Если участника не было, напишите «не присутствовал» в столбце «Вариант»"
        " и оставьте баллы пустыми.",
    ),
    "mark_out_of_range": Rule(ERROR, "Такой отметки нет", "Введите 2, 3, 4 или 5."),
    "journal_mark_wrong": Rule(
        ERROR,
        "Отметка по журналу не читается",
        "Введите 2, 3, 4 или 5 или оставьте ячейку пустой.",
    ),
    "absent_with_scores": Rule(
        ERROR,
        "Отсутствовал, но есть баллы",
        "Уберите баллы и отметку или исправьте вариант, если участник писал работу.",
    ),
    "mark_against_scale": Rule(
        WARNING,
        "Отметка не совпадает со шкалой",
        "Проверьте отметку. Если школа оценивала по своей шкале, ничего не меняйте:"
        " сохранится отметка из файла.",
    ),
    "scale_maximum_differs": Rule(
        WARNING,
        "Шкала не от этой работы",
        "Отметки по шкале не проверялись. Проверьте год, класс и максимум работы.",
    ),
    "participants_gone": Rule(
        WARNING,
        "Был в прошлом протоколе, в файле его нет",
        "Если строка потерялась, добавьте её. Если участник выбыл, ничего не меняйте:"
        " прежняя версия останется в истории.",
    ),
    "too_many_issues": Rule(
        ERROR, "Слишком много замечаний", "Исправьте первые замечания и загрузите файл ещё раз."
    ),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """One place in the file. `row` and `column` as Excel shows them; None = the whole file."""

    code: str
    message: str
    row: int | None = None
    column: str | None = None
    header: str | None = None
    how_to_fix: str = ""

    @property
    def severity(self) -> str:
        return RULES[self.code].severity

    def as_json(self) -> dict[str, Any]:
        return {
            "code": self.code,
            "message": self.message,
            "row": self.row,
            "column": self.column,
            "header": self.header,
            "how_to_fix": self.how_to_fix,
        }


def issue(
    code: str,
    message: str,
    *,
    row: int | None = None,
    column: str | None = None,
    header: str | None = None,
    how_to_fix: str | None = None,
) -> Issue:
    """Return an issue of a catalogued rule; the advice of the rule stands unless a better one is given."""
    return Issue(code, message, row, column, header, how_to_fix or RULES[code].how_to_fix)


def in_order(issues: Iterable[Issue]) -> list[Issue]:
    """Return errors first, then by place in the file: the order in which a person repairs them."""
    return sorted(
        issues,
        key=lambda i: (
            i.severity != ERROR,
            i.row or 0,
            len(i.column or ""),
            i.column or "",
            i.code,
            i.message,
        ),
    )


def grouped(issues: Sequence[Issue]) -> list[dict[str, Any]]:
    """Return one entry per rule: severity, title, how many, rows as ranges, columns, a sample, advice.

    Errors come first, then the most frequent.
    """
    by_code: dict[str, list[Issue]] = {}
    for found in issues:
        by_code.setdefault(found.code, []).append(found)
    groups = [_group(code, members) for code, members in by_code.items()]
    return sorted(groups, key=lambda g: (g["severity"] != ERROR, -g["count"], g["code"]))


def row_ranges(rows: Iterable[int]) -> str:
    """Return rows as a person writes them: «5, 7–9»; a long list ends with how many more there are."""
    parts: list[list[int]] = []
    for row in sorted(set(rows)):
        if parts and row == parts[-1][1] + 1:
            parts[-1][1] = row
        else:
            parts.append([row, row])
    shown = [str(a) if a == b else f"{a}–{b}" for a, b in parts[:_SHOWN_RANGES]]
    if len(parts) > _SHOWN_RANGES:
        shown.append(f"и ещё {sum(b - a + 1 for a, b in parts[_SHOWN_RANGES:])}")
    return ", ".join(shown)


def _group(code: str, members: Sequence[Issue]) -> dict[str, Any]:
    rule = RULES[code]
    columns = Counter((m.column, m.header) for m in members if m.column)
    return {
        "code": code,
        "severity": rule.severity,
        "title": rule.title,
        "count": len(members),
        "rows": row_ranges(m.row for m in members if m.row is not None),
        "columns": [{"column": c, "header": h} for (c, h), _ in columns.most_common(_SHOWN_RANGES)],
        "sample": members[0].message,
        "how_to_fix": members[0].how_to_fix,
    }
