"""What the words of a plan leave open is asked, in Russian, once, and blocks only where nobody could go on."""

from datetime import date

import pytest

from backend.domain.plan_questions import (
    Question,
    ask_about_act,
    ask_about_plan,
    ask_about_row,
    years_named,
)
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.domain.schedule import Period, Term, TermKind, TermWindow, read_term

PERIOD = Period(date(2021, 1, 1), date(2021, 12, 31))
TODAY = date(2021, 3, 17)


def row(number: str = "1.1", **texts: str | None) -> RowText:
    said: dict[str, str | None] = {
        "title": "Анализ результатов",
        "term_source": "до 20.03.2021",
        "responsible_source": "ЦУ",
        "result_document": "Справка",
        "expected_result": None,
    } | texts
    return RowText(number, *said.values())  # type: ignore[arg-type]


def asked(
    text: RowText,
    *,
    term: Term | None = None,
    has_windows: bool = False,
    has_predicate: bool = False,
    unread: tuple[str, ...] = (),
    earlier: dict[tuple[str, str | None], str] | None = None,
) -> dict[str, Question]:
    found = list(
        ask_about_row(
            text,
            term or read_term(text.term_source, period=PERIOD),
            has_windows=has_windows,
            has_predicate=has_predicate,
            unread_parties=unread,
            earlier=earlier or {},
        )
    )
    assert len({question.text for question in found}) == len(found)
    assert all(question.text[-1] in ".?»" for question in found)
    return {question.code: question for question in found}


def test_a_row_that_says_everything_is_asked_nothing() -> None:
    assert asked(row()) == {}
    assert asked(row(result_document=None, expected_result="100% ОО"), has_predicate=True) == {}


def test_a_term_nobody_can_read_blocks_until_the_author_states_dates() -> None:
    unclear = row(term_source="когда получится")
    assert asked(unclear)["term"].is_blocking
    assert "term" not in asked(unclear, has_windows=True)
    empty = row(term_source="")
    assert asked(empty)["term"].is_blocking


def test_a_term_that_is_read_in_part_is_asked_about_and_blocks_nothing() -> None:
    half = Term(
        TermKind.RANGE,
        (TermWindow(None, date(2021, 3, 20), is_derived=True),),
        "once",
        ("Год не назван. Это 2021?",),
    )
    assert not asked(row(), term=half)["term"].is_blocking


def test_a_row_without_a_title_blocks_and_one_without_a_responsible_is_asked_about() -> None:
    assert any(question.is_blocking for question in asked(row(title="")).values())
    found = asked(row(responsible_source=""))
    assert found
    assert not any(question.is_blocking for question in found.values())


def test_an_outcome_that_is_missing_promised_or_not_measurable_is_asked_about() -> None:
    nothing = asked(row(result_document=None))
    assert set(nothing) == {"no_outcome"}
    promised = asked(row(expected_result="для 100 % ОО определены кураторы"))
    assert set(promised) == {"hundred_percent"}
    vague = asked(row(expected_result="Направлены результаты"))
    assert set(vague) == {"not_measurable"}
    assert asked(row(expected_result="Направлены результаты"), has_predicate=True) == {}


@pytest.mark.parametrize("text", ["100%", "100 %", "на 100\u00a0% школ"])
def test_a_hundred_percent_is_seen_however_it_is_spaced(text: str) -> None:
    assert "hundred_percent" in asked(row(expected_result=text))


def test_a_hundred_inside_another_number_is_no_promise() -> None:
    assert set(asked(row(expected_result="1000% роста"))) == {"not_measurable"}


def test_an_unread_responsible_is_quoted_and_a_repeated_row_names_its_twin() -> None:
    found = asked(row(), unread=("совет мудрецов",))
    assert found["responsible"].text == "Не разобрано, кто ответственный: «совет мудрецов»."
    twin = asked(row("1.2"), earlier={("Анализ результатов", "Справка"): "1.1"})
    assert twin["repeated"].text.startswith("Повторяет строку 1.1")
    other = asked(
        row("1.2", result_document="Отчёт"), earlier={("Анализ результатов", "Справка"): "1.1"}
    )
    assert other == {}


def plan(*sections: tuple[str, tuple[str, ...]]) -> PlanText:
    return PlanText(
        "План",
        tuple(
            SectionText(code, "Раздел", SectionForm.ROAD_MAP, tuple(row(n) for n in numbers))
            for code, numbers in sections
        ),
    )


def test_a_plan_without_rows_or_with_anything_twice_cannot_come_into_force() -> None:
    assert [q.code for q in ask_about_plan(plan())] == ["empty"]
    assert [q.code for q in ask_about_plan(plan(("1", ())))] == ["empty"]
    assert list(ask_about_plan(plan(("1", ("1.1", "1.2")), ("2", ("2.1",))))) == []
    twice = list(ask_about_plan(plan(("1", ("1.1", "1.1")), ("1", ("1.2",)))))
    assert [(q.code, q.is_blocking) for q in twice] == [
        ("section_twice", True),
        ("number_twice", True),
    ]
    assert twice[1].text == "Номер 1.1 в разделе 1 встречается дважды."


def test_a_number_that_stands_in_two_sections_cannot_come_into_force_either() -> None:
    """The difference of editions and their exports know a row by its number."""
    (question,) = ask_about_plan(plan(("1", ("1", "2")), ("2", ("1",))))
    assert question.is_blocking
    assert question.text == "Номер 1 в разделах 1, 2 встречается дважды."


def act(
    number: str | None = "12-од",
    signed_on: date | None = date(2021, 3, 1),
    effective_on: date | None = date(2021, 3, 1),
    period: tuple[date, date] = (date(2021, 1, 1), date(2021, 12, 31)),
) -> list[Question]:
    return list(
        ask_about_act(
            number=number,
            signed_on=signed_on,
            effective_on=effective_on,
            period=period,
            today=TODAY,
        )
    )


def test_an_act_that_is_signed_and_in_effect_is_asked_nothing() -> None:
    assert act() == []
    assert act(signed_on=TODAY, effective_on=TODAY) == []


@pytest.mark.parametrize(
    ("lacking", "code"),
    [
        ({"number": None}, "act_number"),
        ({"number": ""}, "act_number"),
        ({"signed_on": None}, "act_date"),
        ({"signed_on": date(2021, 3, 18), "effective_on": date(2021, 3, 17)}, "act_future"),
        ({"effective_on": None}, "effective"),
        ({"effective_on": date(2021, 3, 18)}, "effective_future"),
        ({"period": (date(2021, 2, 1), date(2021, 1, 31))}, "period"),
    ],
)
def test_what_gives_an_edition_no_force_yet_blocks(lacking: dict[str, object], code: str) -> None:
    blocking = [question.code for question in act(**lacking) if question.is_blocking]  # type: ignore[arg-type]
    assert blocking == [code]


def test_an_act_that_works_back_in_time_is_asked_about_and_not_refused() -> None:
    (question,) = act(effective_on=date(2021, 2, 1))
    assert (question.code, question.is_blocking) == ("effective_early", False)


def test_a_copy_is_told_every_year_its_rows_name_outside_their_terms() -> None:
    section = SectionText(
        "1",
        "Раздел",
        SectionForm.ROAD_MAP,
        (
            row("1.1", title="Итоги 2020 года", expected_result="Планы на 2022 и 2020"),
            row("1.2", term_source="до 20.03.2021"),
            row("1.3", title="Кабинет 12020, № 20201"),
        ),
    )
    assert list(years_named(section)) == [("1.1", "2020"), ("1.1", "2022")]
