"""How terms are worded in plans and what is read from them: «start..end», «..end» = deadline only, «*» = derived."""

import time
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from backend.domain.schedule import LONGEST, Period, Term, TermKind, read_term

PLAN = Period(date(2020, 5, 21), date(2021, 12, 31))
WHOLE = "21.05.20..31.12.21*"


def written(term: Term) -> str:
    """Windows in short: «01.03.21..31.03.21», «..20.03.21», «14.02.21» for a single day."""
    words = []
    for window in term.windows:
        start = f"{window.starts_on:%d.%m.%y}.." if window.starts_on else ".."
        single = window.starts_on == window.ends_on
        words.append(f"{'' if single else start}{window.ends_on:%d.%m.%y}{'*' * window.is_derived}")
    return " ".join(words)


CLEAR = [
    # one day
    ("14.02.2021", "exact", "14.02.21"),
    ("14.02.21", "exact", "14.02.21"),
    ("14.02.2021 г.", "exact", "14.02.21"),
    ("14.02.2021г", "exact", "14.02.21"),
    ("1.3.2021", "exact", "01.03.21"),
    ("14. 02. 2021", "exact", "14.02.21"),
    ("14/02/2021", "exact", "14.02.21"),
    ("2021-02-14", "exact", "14.02.21"),
    ("14 февраля 2021 года", "exact", "14.02.21"),
    ("14 Февраля 2021 г.", "exact", "14.02.21"),
    ("1-го сентября 2021 года", "exact", "01.09.21"),
    ("15 сент. 2021", "exact", "15.09.21"),
    ("14.02.2021 в 15:00", "exact", "14.02.21"),
    ("16 февраля 2021 г. в 15.00", "exact", "16.02.21"),
    ("Срок: 14.02.2021.", "exact", "14.02.21"),
    # several days
    ("14.02.2021, 16.02.2021", "exact", "14.02.21 16.02.21"),
    ("14.02.2021; 16.02.2021 и 18.02.2021", "exact", "14.02.21 16.02.21 18.02.21"),
    ("14, 16 и 18 февраля 2021", "exact", "14.02.21 16.02.21 18.02.21"),
    ("14.02.2021\n16.02.2021", "exact", "14.02.21 16.02.21"),
    # ranges
    ("02.03.21 – 10.03.2021", "range", "02.03.21..10.03.21"),
    ("02.03.2021-10.03.2021", "range", "02.03.21..10.03.21"),
    ("02.03.2021…10.03.2021", "range", "02.03.21..10.03.21"),
    ("02.03 – 10.03.2021", "range", "02.03.21..10.03.21"),
    ("02.03. — 10.03.2021 г.", "range", "02.03.21..10.03.21"),
    ("01-05.03.2021", "range", "01.03.21..05.03.21"),
    ("2-10 марта 2021", "range", "02.03.21..10.03.21"),
    ("с 2 по 10 марта 2021", "range", "02.03.21..10.03.21"),
    ("с 02.03.2021 по 10.03.2021", "range", "02.03.21..10.03.21"),
    ("С 02.03.2021 г. до 10.03.2021 г.", "range", "02.03.21..10.03.21"),
    ("в период с 2 марта по 10 апреля 2021 г.", "range", "02.03.21..10.04.21"),
    ("31 декабря 2020 г. – 15 января 2021 г.", "range", "31.12.20..15.01.21"),
    ("с 1 по 15 марта и с 1 по 15 апреля 2021", "range", "01.03.21..15.03.21 01.04.21..15.04.21"),
    ("2021 год", "range", "01.01.21..31.12.21"),
    ("2020-2021 гг.", "range", "01.01.20..31.12.21"),
    ("2020 – 2021 годы", "range", "01.01.20..31.12.21"),
    ("2020-2021 учебный год", "range", "01.09.20..31.08.21"),
    # deadlines
    ("до 20.03.2021", "deadline", "..20.03.21"),
    ("ДО 20.03.2021", "deadline", "..20.03.21"),
    ("до 1 сентября 2021 г.", "deadline", "..01.09.21"),
    ("до 15-го марта 2021", "deadline", "..15.03.21"),
    ("не позднее 20.03.2021", "deadline", "..20.03.21"),
    ("Не позднее 20 марта 2021 года", "deadline", "..20.03.21"),
    ("в срок до 20.03.2021", "deadline", "..20.03.21"),
    ("Срок до 20 марта 2021 года включительно", "deadline", "..20.03.21"),
    ("к 20.03.2021", "deadline", "..20.03.21"),
    ("по 20.03.2021", "deadline", "..20.03.21"),
    ("до конца сентября 2021", "deadline", "..30.09.21"),
    ("до конца 2021 года", "deadline", "..31.12.21"),
    ("до 20.03.2021, до 20.06.2021", "deadline", "..20.03.21 ..20.06.21"),
    ("до 20.03.2021 и 20.06.2021", "deadline", "..20.03.21 ..20.06.21"),
    # months, quarters, half-years
    ("Март 2021", "months", "01.03.21..31.03.21"),
    ("в марте 2021 г.", "months", "01.03.21..31.03.21"),
    ("Март, 2021 год", "months", "01.03.21..31.03.21"),
    ("03.2021", "months", "01.03.21..31.03.21"),
    ("03.2021 - 05.2021", "months", "01.03.21..31.05.21"),
    ("в феврале – марте 2021 года", "months", "01.02.21..31.03.21"),
    ("янв.-фев. 2021", "months", "01.01.21..28.02.21"),
    ("с марта по май 2021 года", "months", "01.03.21..31.05.21"),
    ("март, апрель и май 2021", "months", "01.03.21..31.03.21 01.04.21..30.04.21 01.05.21..31.05.21"),
    ("2021 год: март, июнь", "months", "01.03.21..31.03.21 01.06.21..30.06.21"),
    ("ноябрь-декабрь 2020 г., февраль 2021 г.", "months", "01.11.20..31.12.20 01.02.21..28.02.21"),
    ("Декабрь 2020 – Январь 2021", "months", "01.12.20..31.01.21"),
    ("I квартал 2021", "months", "01.01.21..31.03.21"),
    ("1-й квартал 2021 г.", "months", "01.01.21..31.03.21"),
    ("во втором квартале 2021 года", "months", "01.04.21..30.06.21"),
    ("I-II кв. 2021", "months", "01.01.21..30.06.21"),
    ("I, III квартал 2021", "months", "01.01.21..31.03.21 01.07.21..30.09.21"),
    ("первое полугодие 2021 года", "months", "01.01.21..30.06.21"),
    ("2-е полугодие 2021", "months", "01.07.21..31.12.21"),
    # all the time
    ("Постоянно", "standing", WHOLE),
    ("Постоянно по графику", "standing", WHOLE),
    ("Постоянно 2021", "standing", "01.01.21..31.12.21"),
    ("постоянно до 20.12.2021", "standing", "21.05.20..20.12.21*"),
    ("Постоянно, с марта 2021", "standing", "01.03.21..31.12.21*"),
    ("на постоянной основе", "standing", WHOLE),
    ("в течение 2021 года", "standing", "01.01.21..31.12.21"),
    ("в течении 2021 г.", "standing", "01.01.21..31.12.21"),
    ("весь 2021 год", "standing", "01.01.21..31.12.21"),
    ("в течение учебного года 2020/21", "standing", "01.09.20..31.08.21"),
    ("в течение 2020/2021 учебного года", "standing", "01.09.20..31.08.21"),
    ("в течение срока реализации дорожной карты", "standing", WHOLE),
    ("по мере необходимости", "standing", WHOLE),
    ("при необходимости", "standing", WHOLE),
    # by a plan
    ("по плану", "by_plan", WHOLE),
    ("согласно утверждённому плану-графику", "by_plan", WHOLE),
    ("По отдельному графику", "by_plan", WHOLE),
    ("В соответствии с планом повышения квалификации и переподготовки", "by_plan", WHOLE),
    ("По плану работы РЦ на 2021 год", "by_plan", "01.01.21..31.12.21"),
    ("по графику, март 2021", "by_plan", "01.03.21..31.03.21"),
    # again and again
    ("еженедельно", "weekly", WHOLE),
    ("Каждую неделю", "weekly", WHOLE),
    ("еженедельно по средам", "weekly", WHOLE),
    ("по средам и пятницам", "weekly", WHOLE),
    ("Еженедельно, март-май 2021", "weekly", "01.03.21..31.05.21"),
    ("ежемесячно", "periodic", WHOLE),
    ("ежемесячно до 5 числа", "periodic", WHOLE),
    ("до 5-го числа каждого месяца", "periodic", WHOLE),
    ("1 раз в квартал", "periodic", WHOLE),
    ("не реже одного раза в месяц до 20.12.2021", "periodic", "21.05.20..20.12.21*"),
    # the year is in the plan's period only
    ("март", "months", "01.03.21..31.03.21*"),
    ("до 20.03", "deadline", "..20.03.21*"),
    ("с 2 по 10 марта", "range", "02.03.21..10.03.21*"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "windows"), CLEAR)
def test_a_clear_wording_is_read_without_a_question(text: str, kind: str, windows: str) -> None:
    term = read_term(text, period=PLAN)
    assert (term.kind.value, written(term), term.questions) == (kind, windows, ())


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(" ", "\u00a0"),
        lambda text: text.replace(" ", "\n\t "),
        lambda text: f"  {text}\u00ad\n",
        lambda text: text.replace("–", "-").replace("—", "-"),
        lambda text: text.replace("-", "—").replace("–", "—"),
        str.upper,
        str.lower,
        str.capitalize,
    ],
)  # fmt: skip
def test_spaces_dashes_and_case_do_not_matter(change: Callable[[str], str]) -> None:
    for text, kind, windows in CLEAR:
        term = read_term(change(text), period=PLAN)
        assert (text, term.kind.value, written(term)) == (text, kind, windows)


ASKED = [
    ("", "", "Срок не указан"),
    (" \u00a0\n", "", "Срок не указан"),
    ("абракадабра", "", "Срок не понят: «абракадабра»"),
    ("'; DROP TABLE activity; --", "", "Срок не понят: «'; DROP TABLE activity; --»"),
    ("—", "", "Срок не понят"),
    ("12345", "", "Срок не понят"),
    ("31.02.2021", "", "В календаре нет «31.02.2021»"),
    ("до 31 апреля 2021", "", "В календаре нет «31 апреля 2021»"),
    ("13.13.2021", "", "В календаре нет «13.13.2021»"),
    ("5 квартал 2021", "", "В календаре нет «5 квартал 2021»"),
    ("2020/23 учебный год", "", "В календаре нет «2020/23 учебный год»"),
    ("14.02.2021, 30.02.2021", "14.02.21", "В календаре нет «30.02.2021»"),
    ("10.03.2021 – 02.03.2021", "", "кончается раньше, чем начинается"),
    ("с 28 по 5 марта 2021", "", "кончается раньше, чем начинается"),
    ("Ноябрь", "", "Не указан год: «Ноябрь»"),
    ("до 1 декабря", "", "Не указан год: «1 декабря»"),
    ("до конца года", "", "Не указан год: «до конца года»"),
    ("в течение учебного года", WHOLE, "Не указан год: «в течение учебного года»"),
    ("Декабрь-январь 2021", "", "Неясно, какого года «Декабрь»"),
    ("28 декабря - 15 января 2021", "", "Неясно, какого года «28 декабря»"),
    ("Декабрь 2020, 2021 год", "01.12.20..31.12.20", "относится «2021 год»"),
    ("до сентября 2021", "", "Неясно, до какого дня: «до сентября 2021»"),
    ("к сентябрю 2021", "", "До начала или до конца?"),
    ("с марта до мая 2021", "", "Неясно, до какого дня: «до мая 2021»"),
    ("с 1 сентября 2021 г.", "01.09.21..31.12.21*", "до какого срока: «с 1 сентября 2021 г.»"),
    ("до 20.03.2022", "..20.03.22", "Срок 20.03.2022 вне периода плана (21.05.2020 – 31.12.2021)"),
    ("20.05.2020", "20.05.20", "вне периода плана"),
    ("14.02.2021, 14.02.2021", "14.02.21", "указан дважды"),
    ("конец марта 2021", "01.03.21..31.03.21", "Не понята часть срока: «конец»"),
    ("2-я неделя марта 2021", "01.03.21..31.03.21", "«2-я неделя»"),
    ("14.02.2021 (воскресенье)", "14.02.21", "«воскресенье»"),
    ("до 20.03.2021 или позже", "..20.03.21", "«или позже»"),
    ("март/апрель 2021", "01.03.21..31.03.21 01.04.21..30.04.21", "«/»"),
    ("1 полугодие 2020-2021 учебного года", "", "Срок не понят"),
    ("ежеквартально до 5 числа", WHOLE, "Неясно, какого месяца: «до 5 числа»"),
    ("ежемесячно до 35 числа", WHOLE, "Неясно, к какому дню месяца"),
    ("2 раза в год", WHOLE, "Сказано «2 раза в год»"),
    ("еженедельно, ежемесячно", WHOLE, "Периодичность названа по-разному"),
    ("ежемесячно по средам", WHOLE, "Периодичность названа по-разному"),
    ("14.02.2021 постоянно", "14.02.21", "Неясно, что значит «14.02.2021»"),
    ("в течение реализации проекта", WHOLE, "Не указан срок реализации проекта"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "windows", "question"), ASKED)
def test_what_is_not_clear_is_asked_and_the_rest_is_kept(
    text: str, windows: str, question: str
) -> None:
    term = read_term(text, period=PLAN)
    assert written(term) == windows
    assert len([asked for asked in term.questions if question in asked]) == 1
    assert (term.kind is TermKind.UNCLEAR) == (windows == "")


def test_remarks_keep_what_stands_beside_the_dates() -> None:
    def remark(text: str) -> str | None:
        return read_term(text, period=PLAN).remark

    assert remark("14.02.2021") is None
    assert remark("Постоянно по графику") == "по графику"
    assert remark("По плану работы РЦ на 2021 год") == "По плану работы РЦ"
    assert remark("14.02.2021 в 15:00") == "в 15:00"
    assert remark("по мере необходимости") == "по мере необходимости"
    assert remark("до 20.03") == "«20.03» без года: в периоде плана это только 2021 год"
    assert remark("2020/21 учебный год") == "учебный год: 01.09.2020 – 31.08.2021"


PIECES = [piece for text, *_ in CLEAR + ASKED for piece in text.split()] + list(".,;–-()/№«» \n\u00a0")  # fmt: skip


@settings(max_examples=1500, deadline=None)
@given(
    text=st.one_of(
        st.text(max_size=60),
        st.lists(st.sampled_from(PIECES), max_size=14).map(" ".join),
        st.lists(st.sampled_from(PIECES), max_size=8).map("".join),
    ),
    weekly=st.booleans(),
    project=st.sampled_from([None, Period(date(2021, 2, 14), date(2021, 12, 20))]),
)
def test_no_text_breaks_the_reading(text: str, *, weekly: bool, project: Period | None) -> None:
    term = read_term(text, period=PLAN, weekly=weekly, project=project)
    for window in term.windows:
        assert window.starts_on is None or window.starts_on <= window.ends_on
    assert (term.kind is TermKind.UNCLEAR) == (term.windows == ())
    assert term.windows or term.questions
    assert len(set(term.questions)) == len(term.questions)
    assert (term.recurrence == "recurring") == (term.series is not None)


@pytest.mark.parametrize(
    "piece",
    ["1", "1.", "01.03.2021 ", "до ", "в течение всего ", "по данному ", "2020/21 ", "и, ", "(", "год ",
     "I ", "раз в ", "март ", "«", "-", "постоянно ", "по плану ", "й"],
)  # fmt: skip
def test_long_texts_cost_no_time(piece: str) -> None:
    # Time of the processor, as a ratio of one run: a text over the limit is not read at all.
    short, longest = (_seconds((piece * size)[:size]) for size in (LONGEST // 10, LONGEST))
    assert longest < 40 * short + 0.1
    assert _seconds(piece * 100_000) < longest + 0.1
    long = read_term(piece * 100_000, period=PLAN)
    assert long.kind is TermKind.UNCLEAR
    assert "длиннее 1000 знаков" in long.questions[0]


def _seconds(words: str) -> float:
    started = time.process_time()
    read_term(words, period=PLAN)
    return time.process_time() - started


@given(day=st.dates(PLAN.starts_on, PLAN.ends_on), length=st.integers(1, 300))
def test_any_two_days_of_the_plan_are_read_back(day: date, length: int) -> None:
    last = day + timedelta(days=length)
    term = read_term(f"{day:%d.%m.%y} – {last:%d.%m.%Y}", period=Period(day, last))
    assert (written(term), term.questions) == (f"{day:%d.%m.%y}..{last:%d.%m.%y}", ())
