"""Questions to the author of a plan: what its words leave open. Asked, shown and kept, never answered by us.

A blocking question keeps a draft from coming into force; the others go along with the edition.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from backend.domain.plan_text import PlanText, RowText, SectionText
from backend.domain.schedule import Term

_HUNDRED = re.compile(r"100\s?%")
_YEAR = re.compile(r"(?<!\d)20\d\d(?!\d)")


@dataclass(frozen=True, slots=True)
class Question:
    """`text` is the whole sentence, `short_text` what fits a table."""

    code: str
    text: str
    short_text: str
    is_blocking: bool = False


def ask_about_row(
    row: RowText,
    term: Term,
    *,
    has_windows: bool,
    has_predicate: bool,
    unread_parties: Sequence[str],
    earlier: Mapping[tuple[str, str | None], str],
) -> Iterator[Question]:
    """Yield what is open in one row.

    `has_windows`: the author has stated periods himself. `has_predicate`: the expected result is expressed.
    `earlier`: (title, outcome) → number of the rows above.
    """
    if not row.title:
        yield Question("title", "Не названо мероприятие.", "нет мероприятия", is_blocking=True)
    if not row.responsible_source:
        yield Question("no_responsible", "Не указан ответственный.", "ответственный не указан")
    if not has_windows:
        for sentence in term.questions:
            yield Question("term", sentence, "срок понятен не полностью", not term.windows)
    outcome = row.result_document or row.expected_result
    if outcome is None:
        yield Question(
            "no_outcome",
            "Не указан итоговый документ. Чем подтверждается исполнение?",
            "не указан итоговый документ",
        )
    if row.expected_result and not has_predicate:
        yield _without_predicate(row.expected_result)
    for piece in unread_parties:
        yield Question(
            "responsible",
            f"Не разобрано, кто ответственный: «{piece}».",
            "ответственный не разобран",
        )
    if twin := earlier.get((row.title, outcome)):
        yield Question(
            "repeated",
            f"Повторяет строку {twin}: то же мероприятие с тем же результатом. Это два разных дела?",
            f"повторяет строку {twin}",
        )


def _without_predicate(words: str) -> Question:
    if _HUNDRED.search(words):
        return Question(
            "hundred_percent",
            "Обещано «100 %», но не сказано условием, кого и по какому факту считать.",
            "«100 %» без условия",
        )
    return Question(
        "not_measurable",
        "Ожидаемый результат не выражен условием: по какому факту строка считается выполненной?",
        "нет измеримого результата",
    )


def ask_about_plan(plan: PlanText) -> Iterator[Question]:
    """Yield what is open in the plan as a whole: nothing in it, numbers and sections that stand twice."""
    if not any(True for _ in plan.rows()):
        yield Question("empty", "В редакции нет ни одной строки.", "нет строк", is_blocking=True)
    for code in _doubled([section.code for section in plan.sections]):
        yield Question(
            "section_twice",
            f"Раздел «{code}» встречается дважды.",
            "раздел дважды",
            is_blocking=True,
        )
    # Also in two sections: what an edition has changed is told by the numbers of its rows.
    for number in _doubled([row.number for row in plan.rows()]):
        codes = [s.code for s in plan.sections if any(row.number == number for row in s.rows)]
        where = f"в разделе {codes[0]}" if len(codes) == 1 else f"в разделах {', '.join(codes)}"
        sentence = f"Номер {number} {where} встречается дважды."
        yield Question("number_twice", sentence, "номер дважды", is_blocking=True)


def ask_about_act(
    *,
    number: str | None,
    signed_on: date | None,
    effective_on: date | None,
    period: tuple[date, date],
    today: date,
) -> Iterator[Question]:
    """Yield what the act still lacks to give an edition its force."""
    if not number:
        yield Question("act_number", "Укажите номер распоряжения.", "нет номера", is_blocking=True)
    if signed_on is None:
        yield Question("act_date", "Укажите дату распоряжения.", "нет даты", is_blocking=True)
    elif signed_on > today:
        yield Question(
            "act_future", "Дата распоряжения ещё не наступила.", "дата впереди", is_blocking=True
        )
    if effective_on is None:
        yield Question(
            "effective", "Укажите день вступления в силу.", "нет дня вступления", is_blocking=True
        )
    elif effective_on > today:
        yield Question(
            "effective_future",
            "День вступления в силу ещё не наступил: введите редакцию в действие в этот день.",
            "вступает позже",
            is_blocking=True,
        )
    elif signed_on and effective_on < signed_on:
        yield Question(
            "effective_early",
            "Вступает в силу раньше, чем подписано. Так и есть?",
            "раньше подписи",
        )
    if period[1] < period[0]:
        yield Question(
            "period", "Конец периода плана раньше начала.", "период наоборот", is_blocking=True
        )


def years_named(section: SectionText) -> Iterator[tuple[str, str]]:
    """Yield (number, year) where a title or outcome names a year: a copy for another year must look at it."""
    for row in section.rows:
        texts = (row.title, row.result_document or "", row.expected_result or "")
        for year in sorted({found for text in texts for found in _YEAR.findall(text)}):
            yield row.number, year


def _doubled(values: Sequence[str]) -> list[str]:
    return [value for value, times in Counter(values).items() if times > 1]
