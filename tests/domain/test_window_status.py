"""Windows of a plan row against a day: statuses by shape and words, moved deadlines, states, weekends."""

from datetime import date, timedelta

import pytest

from backend.domain.window_status import (
    StatusKind,
    Window,
    end_of_work_week,
    reminded_on,
    weekend_word,
    window_status,
    working_days_left,
)

TODAY = date(2021, 3, 17)  # Wednesday
ADOPTED = date(2021, 2, 12)


def d(text: str) -> date:
    day, month = text.split(".")
    return date(2021, int(month), int(day))


def status(
    ends: str, starts: str | None = None, *, accepted: str | None = None, note: str | None = None,
    label: str | None = None, open_ended: bool = False, today: date = TODAY,
    state: str = "planned", moved: str | None = None,
) -> tuple[str, str, int | None]:  # fmt: skip
    window = Window(
        starts_on=d(starts) if starts else None,
        ends_on=d(ends),
        accepted_on=d(accepted) if accepted else None,
        note=note,
        state=state,
        rescheduled_to=d(moved) if moved else None,
    )
    found = window_status(
        window, today=today, adopted_on=ADOPTED, open_ended=open_ended, label=label
    )
    return found.kind.value, found.text.replace("\u00a0", " "), found.days


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (status("10.03"), ("late", "Просрочено на 7 дней", 7)),
        (status("16.03"), ("late", "Просрочено на 1 день", 1)),
        (status("17.03"), ("due", "Срок сегодня", 0)),
        (status("18.03"), ("due", "Осталось 1 день", 1)),
        (status("19.03"), ("due", "Осталось 2 дня", 2)),
        # Saturday and Sunday add no working day: still two of them left.
        (status("20.03"), ("due", "Осталось 3 дня", 3)),
        (status("21.03"), ("due", "Осталось 4 дня", 4)),
        (status("22.03"), ("due", "Осталось 5 дней", 5)),
        (status("22.03", "01.03"), ("due", "Осталось 5 дней", 5)),
        (status("23.03"), ("idle", "Ещё не срок", 6)),
        (status("23.03", "01.03"), ("run", "В работе, осталось 6 дней", 6)),
        (status("22.03", "18.03"), ("due", "Осталось 5 дней", 5)),
        (status("31.03", "01.03", note="12 из 36 школ"), ("run", "12 из 36 школ", 14)),
        (status("31.03", "17.03"), ("run", "В работе, осталось 14 дней", 14)),
        (status("31.03", "18.03"), ("idle", "Ещё не срок", 1)),
        (status("30.04", "01.04"), ("idle", "Ещё не срок", 15)),
        (status("20.03", accepted="19.03"), ("ok", "Принято 19.03.2021", None)),
        (status("20.03", accepted="20.03"), ("ok", "Принято 20.03.2021", None)),
        (status("10.03", accepted="12.03"), ("ok", "Принято 12.03.2021, на 2 дня позже", None)),
        # Wholly before the edition came into force: waits for its facts, is not overdue.
        (status("11.02"), ("idle", "Ждёт сведений о выполнении", None)),
        (status("12.02"), ("late", "Просрочено на 33 дня", 33)),
        (status("31.12", "12.02", open_ended=True), ("run", "Идёт", None)),
        (status("31.12", "12.02", open_ended=True, note="по графику"), ("run", "Идёт: по графику", None)),
        (status("18.03", open_ended=True), ("run", "Идёт", None)),
        (status("16.03", open_ended=True), ("late", "Просрочено на 1 день", 1)),
        (status("31.12", "01.09", open_ended=True), ("idle", "Ещё не срок", 168)),
        (status("10.03", label="Февраль 2021"), ("late", "Февраль 2021: просрочено на 7 дней", 7)),
        (status("10.03", label="Февраль 2021", accepted="11.03"), ("ok", "Февраль 2021: принято", None)),
        (status("30.04", "01.04", label="Апрель 2021"), ("idle", "Апрель 2021: через 15 дней", 15)),
        (status("31.05", "17.04", label="Май 2021"), ("idle", "Май 2021", 31)),
        (status("31.05", "16.04", label="Май 2021"), ("idle", "Май 2021: через 30 дней", 30)),
        (status("19.03", label="Март 2021"), ("due", "Март 2021: осталось 2 дня", 2)),
        (status("31.03", "01.03", label="Март 2021", note="2 из 3"), ("run", "Март 2021: 2 из 3", 14)),
    ],
)  # fmt: skip
def test_status(found: tuple[str, str, int | None], expected: tuple[str, str, int | None]) -> None:
    assert found == expected


def test_a_deadline_turns_late_exactly_on_the_day_after() -> None:
    kinds = [status("20.03", today=TODAY + timedelta(days=n))[0] for n in range(6)]
    assert kinds == ["due", "due", "due", "due", "late", "late"]


def test_lateness_counts_calendar_days_over_a_month_end() -> None:
    assert status("26.02", today=date(2021, 3, 1))[2] == 3
    assert status("31.12", today=date(2022, 1, 1))[2] == 1


@pytest.mark.parametrize(
    ("day", "word", "reminded"),
    [
        ("19.03", None, "19.03"),
        ("20.03", "суббота, выходной", "19.03"),
        ("21.03", "воскресенье, выходной", "19.03"),
        ("22.03", None, "22.03"),
        ("01.05", "суббота, выходной", "30.04"),
    ],
)
def test_a_deadline_on_a_day_off_is_named_and_reminded_before_never_moved(
    day: str, word: str | None, reminded: str
) -> None:
    assert weekend_word(d(day)) == word
    assert reminded_on(d(day)) == d(reminded)


def test_working_days_left_are_mondays_to_fridays_after_today() -> None:
    assert [working_days_left(TODAY, TODAY + timedelta(days=n)) for n in range(9)] == [
        0, 1, 2, 2, 2, 3, 4, 5, 6,
    ]  # fmt: skip
    assert working_days_left(TODAY, TODAY - timedelta(days=3)) == 0


@pytest.mark.parametrize(
    ("today", "friday"),
    [
        ("15.03", "19.03"),
        ("17.03", "19.03"),
        ("19.03", "19.03"),
        ("20.03", "26.03"),
        ("21.03", "26.03"),
    ],
)
def test_the_weeks_work_is_due_on_friday(today: str, friday: str) -> None:
    assert end_of_work_week(d(today)) == d(friday)


def test_kinds_are_the_five_shapes_of_the_screens() -> None:
    assert [kind.value for kind in StatusKind] == ["ok", "run", "due", "late", "idle"]


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        # Late by the act's date, and by the new one not.
        (status("10.03", moved="15.04"), ("idle", "Перенесено на 15.04.2021, ещё не срок", 29)),
        (status("10.03", "01.03", moved="15.04"), ("run", "Перенесено на 15.04.2021, в работе, осталось 29 дней", 29)),
        (status("10.03", moved="19.03"), ("due", "Перенесено на 19.03.2021, осталось 2 дня", 2)),
        (status("10.03", moved="17.03"), ("due", "Перенесено на 17.03.2021, срок сегодня", 0)),
        (status("10.03", moved="12.03"), ("late", "Перенесено на 12.03.2021, просрочено на 5 дней", 5)),
        (status("30.04", moved="16.03"), ("late", "Перенесено на 16.03.2021, просрочено на 1 день", 1)),
        # A Saturday stays a Saturday.
        (status("10.03", moved="20.03"), ("due", "Перенесено на 20.03.2021, осталось 3 дня", 3)),
        # Before the window even begins: the start goes along.
        (status("30.04", "01.04", moved="29.03"), ("idle", "Перенесено на 29.03.2021, ещё не срок", 12)),
        (status("30.04", "01.04", moved="15.05", label="Апрель"), ("idle", "Апрель: перенесено на 15.05.2021, через 15 дней", 15)),
        (status("31.07", "01.07", moved="15.08", label="Июль"), ("idle", "Июль: перенесено на 15.08.2021", 106)),
        (status("10.03", moved="12.03", label="Март"), ("late", "Март: перенесено на 12.03.2021, просрочено на 5 дней", 5)),
        (status("31.12", "12.02", moved="20.12", open_ended=True), ("run", "Перенесено на 20.12.2021, идёт", None)),
        # Accepted in time by the new date.
        (status("10.03", moved="15.03", accepted="15.03"), ("ok", "Принято 15.03.2021", None)),
        (status("10.03", moved="15.03", accepted="16.03"), ("ok", "Принято 16.03.2021, на 1 день позже", None)),
        # Moved from before the adoption into the life of the edition: now it can be late.
        (status("11.02", moved="01.03"), ("late", "Перенесено на 01.03.2021, просрочено на 16 дней", 16)),
    ],
)  # fmt: skip
def test_a_moved_deadline_is_the_one_that_counts(
    found: tuple[str, str, int | None], expected: tuple[str, str, int | None]
) -> None:
    assert found == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (status("30.04", state="in_progress"), ("run", "В работе, осталось 44 дня", 44)),
        (status("30.04", "01.04", state="in_progress"), ("run", "В работе, осталось 44 дня", 44)),
        (status("19.03", state="in_progress"), ("due", "Осталось 2 дня", 2)),
        (status("16.03", state="in_progress"), ("late", "Просрочено на 1 день", 1)),
        (status("31.12", "12.02", state="in_progress", open_ended=True), ("run", "Идёт", None)),
        (status("30.04", state="reported"), ("run", "Сдано, ждёт проверки", None)),
        # Whoever has reported is not late while the office reads.
        (status("10.03", state="reported"), ("run", "Сдано, ждёт проверки", None)),
        (status("10.03", state="reported", label="Март"), ("run", "Март: сдано, ждёт проверки", None)),
        (status("30.04", state="returned"), ("due", "На доработке", 44)),
        (status("17.03", state="returned"), ("due", "На доработке", 0)),
        (status("16.03", state="returned"), ("late", "На доработке, просрочено на 1 день", 1)),
        (status("10.03", state="returned", moved="12.04"), ("due", "Перенесено на 12.04.2021, на доработке", 26)),
        (status("10.03", state="cancelled"), ("idle", "Отменено", None)),
        (status("30.04", state="cancelled", label="Апрель"), ("idle", "Апрель: отменено", None)),
        (status("10.03", state="accepted"), ("ok", "Принято", None)),
        (status("10.03", state="accepted", accepted="12.03"), ("ok", "Принято 12.03.2021, на 2 дня позже", None)),
    ],
)  # fmt: skip
def test_the_words_follow_the_state_of_the_occurrence(
    found: tuple[str, str, int | None], expected: tuple[str, str, int | None]
) -> None:
    assert found == expected


@pytest.mark.parametrize("state", ["planned", "in_progress", "reported", "returned"])
def test_what_was_past_at_adoption_is_never_overdue(state: str) -> None:
    kind, text, _ = status("11.02", "01.02", state=state)
    assert kind != "late"
    assert "росрочено" not in text


def test_the_deadline_of_the_act_stays_in_the_window() -> None:
    window = Window(None, d("10.03"), rescheduled_to=d("15.04"))
    assert (window.ends_on, window.due_on) == (d("10.03"), d("15.04"))
    assert Window(None, d("10.03")).due_on == d("10.03")
