"""Moved deadlines keep their history; what is closed is closed to everything that would change it."""

from typing import Any

import pytest

from tests.features.conftest import Change, Get
from tests.features.execution.conftest import (
    LACKING,
    READY,
    Act,
    Offer,
    occurrence,
    school,
    window,
)
from tests.world import CANARY, key

SECOND = {"school_id": school("second")}
REPORT = {"action": "report", **SECOND}
OCCURRENCES = f"/activities/{key(f'activity:{READY}')}/occurrences"
PLAN = str(key("plan:own"))
CLOSED = "Закрыто для изменений: "


async def move(
    act: Act, day: str, name: str | None = None, status: int = 201, reason: str = "карантин"
) -> Any:
    body = {"to_on": day, "reason": reason, "school_id": school(name) if name else None}
    return await act("coordinator", f"{window()}/reschedules", body, status)


async def test_every_move_of_a_deadline_stays_in_the_history_and_the_newest_counts(
    act: Act, get: Get
) -> None:
    await move(act, "2021-04-05")
    await move(act, "2021-05-03", reason="письмо министерства")
    whole = await get("coordinator", OCCURRENCES)
    shown = whole["windows"][0]
    moves = [(m["from_on"], m["to_on"], m["reason"], m["who"]) for m in shown["reschedules"]]
    assert moves[:2] == [
        ("2021-04-05", "2021-05-03", "письмо министерства", "Человек coordinator"),
        ("2021-03-20", "2021-04-05", "карантин", "Человек coordinator"),
    ]
    assert len(moves) == 4  # two more are told by the world
    for one in (*shown["schools"], shown["office"]):
        assert (one["ends_on"], one["effective_on"]) == ("2021-03-20", "2021-05-03")


async def test_a_schools_own_move_counts_before_the_common_one_even_when_that_is_newer(
    act: Act, get: Get
) -> None:
    await move(act, "2021-04-05", "second")
    await move(act, "2021-05-03")
    whole = await get("coordinator", OCCURRENCES)
    assert occurrence(whole, "second")["effective_on"] == "2021-04-05"
    assert occurrence(whole, "own")["effective_on"] == "2021-05-03"
    assert occurrence(whole, None)["effective_on"] == "2021-05-03"
    seen_by_school = (await get("school_head", OCCURRENCES))["windows"][0]["reschedules"]
    assert "2021-04-05" not in [m["to_on"] for m in seen_by_school]


async def test_overdue_follows_the_moved_deadline(act: Act, get: Get, change: Change) -> None:
    await change(
        "update activity_window set ends_on = '2021-03-15' where id = :id",
        id=key(f"window:{READY}"),
    )
    await change("delete from reschedule where lineage_id = :id", id=key(f"lineage:{READY}"))
    whole = await get("coordinator", OCCURRENCES)
    late = occurrence(whole, "own")["status"]
    assert (late["kind"], late["days"]) == ("late", 2)
    assert occurrence(whole, "second")["status"]["kind"] == "ok"
    reply = await move(act, "2021-03-31", "own")
    assert occurrence(reply, "own")["status"]["kind"] != "late"
    assert occurrence(await get("coordinator", OCCURRENCES), None)["status"]["kind"] == "late"


async def test_a_deadline_may_be_moved_to_a_day_off_which_is_named_and_never_shifted(
    act: Act, get: Get
) -> None:
    window = (await get("coordinator", OCCURRENCES))["windows"][0]
    assert (window["ends_on"], window["weekend"]) == ("2021-03-20", "суббота, выходной")
    reply = await move(act, "2021-04-04")  # a Sunday
    assert occurrence(reply, "second")["effective_on"] == "2021-04-04"


@pytest.mark.parametrize("reason", ["", "  ", "ы", None])
async def test_no_deadline_is_moved_without_a_reason(act: Act, reason: Any) -> None:
    refused = await move(act, "2021-04-05", status=422, reason=reason)
    assert refused["errors"][0]["pointer"] == "/reason"


async def test_a_move_to_the_same_day_or_before_the_beginning_is_refused(
    act: Act, change: Change
) -> None:
    refused = await move(act, "2021-03-20", status=422)
    assert refused["errors"][0]["pointer"] == "/to_on"
    await change(
        "update activity_window set starts_on = '2021-03-10' where id = :id",
        id=key(f"window:{READY}"),
    )
    refused = await move(act, "2021-03-09", status=422)
    assert "раньше начала работ" in refused["detail"]
    await move(act, "2021-03-10")


async def test_what_is_accepted_has_no_deadline_to_move(act: Act, get: Get) -> None:
    await act("office_specialist", f"{window()}/reports", REPORT)
    await act("coordinator", f"{window()}/decisions", {"action": "accept", **SECOND})
    refused = await move(act, "2021-05-03", "second", 409)
    assert refused["detail"] == "Исполнение уже принято, переносить срок незачем."
    shown = occurrence(await get("coordinator", OCCURRENCES), "second")
    assert shown["blocked_by"]["reschedule"] == refused["detail"]


async def lock(act: Act, status: int = 201, **what: Any) -> Any:
    body = {"plan_id": PLAN, "reason": "отчёт сдан в министерство", **what}
    return await act("coordinator", "/locks", body, status)


SOME_LOCKS: list[dict[str, Any]] = [
    {"school_id": school("second")},
    {"edition_id": str(key("edition:own"))},
    {"starts_on": "2021-03-01", "ends_on": "2021-03-31"},
    {"starts_on": "2021-03-20"},
    {"ends_on": "2021-03-20"},
    {"school_id": school("second"), "starts_on": "2021-03-20", "ends_on": "2021-03-20"},
    {"edition_id": str(key("edition:own")), "school_id": school("second"), "ends_on": "2021-12-31"},
]


@pytest.mark.parametrize("what", SOME_LOCKS)
async def test_what_is_closed_refuses_everything_with_the_reason_until_it_is_opened(
    act: Act, offer: Offer, get: Get, what: dict[str, Any]
) -> None:
    shown_for = {"window_id": key(f"window:{READY}"), **SECOND}
    waiting = await offer("methodist", fact="medk_mark", **shown_for)
    accepted = await offer("methodist", fact="visit_held", **shown_for)
    await act("coordinator", f"/evidence/{accepted['id']}/decision", {"action": "accept"})
    made = await lock(act, **what)
    words = CLOSED + "отчёт сдан в министерство."
    refusals = [
        await act("office_specialist", f"{window()}/reports", REPORT, 409),
        await act(
            "coordinator",
            f"{window()}/decisions",
            {"action": "cancel", "reason": "всё", **SECOND},
            409,
        ),
        await move(act, "2021-05-03", "second", 409),
        await offer("methodist", 409, **shown_for),
        await act("coordinator", f"/evidence/{waiting['id']}/decision", {"action": "accept"}, 409),
        await act(
            "coordinator",
            f"/evidence/{waiting['id']}/decision",
            {"action": "return", "reason": "нет подписи"},
            409,
        ),
        await act(
            "coordinator",
            f"/evidence/{accepted['id']}/decision",
            {"action": "revoke", "reason": "ошибка"},
            409,
        ),
    ]
    assert [refused["detail"] for refused in refusals] == [words] * len(refusals)
    whole = await get("coordinator", OCCURRENCES)
    shown = occurrence(whole, "second")
    assert shown["allowed_actions"] == []
    assert {shown["blocked_by"][a] for a in ("start", "report", "cancel", "reschedule")} == {words}
    kept = {e["id"]: e for e in shown["evidence"]}
    assert kept[waiting["id"]]["allowed_actions"] == kept[accepted["id"]]["allowed_actions"] == []
    assert kept[waiting["id"]]["blocked_by"]["accept"] == words
    listed = (await get("coordinator", "/evidence", state="submitted"))["items"]
    assert [e["blocked_by"]["accept"] for e in listed if e["id"] == waiting["id"]] == [words]
    opened = await act("head", f"/locks/{made['id']}/release", {"reason": "дополнили отчёт"})
    assert (opened["released_by"], opened["release_reason"]) == ("Человек head", "дополнили отчёт")
    await act("office_specialist", f"{window()}/reports", REPORT)
    await act("coordinator", f"/evidence/{waiting['id']}/decision", {"action": "accept"})


@pytest.mark.parametrize(
    "what",
    [
        {"school_id": school("own")},
        {"starts_on": "2021-03-21"},
        {"ends_on": "2021-03-19"},
        {"school_id": school("second"), "ends_on": "2021-03-19"},
        {"school_id": school("own"), "starts_on": "2021-03-01", "ends_on": "2021-03-31"},
    ],
)
async def test_a_lock_closes_nothing_beside_what_it_names(
    act: Act, offer: Offer, what: dict[str, Any]
) -> None:
    waiting = await offer("methodist", window_id=key(f"window:{READY}"), **SECOND)
    await lock(act, **what)
    await act("office_specialist", f"{window()}/reports", REPORT)
    await act("coordinator", f"/evidence/{waiting['id']}/decision", {"action": "accept"})
    if "school_id" in what and what["school_id"] == school("own"):
        # The office's own part of the row is not the school's.
        await act("methodist", f"{window()}/reports", {"action": "start"})


async def test_a_closed_school_is_closed_to_facts_that_name_no_row(act: Act, offer: Offer) -> None:
    """A fact about a school counts wherever a row asks for it: a lock must not be walked around."""
    waiting = await offer("school_head")
    await lock(act, school_id=school("own"))
    refused = await offer("curator", 409)
    assert refused["detail"] == CLOSED + "отчёт сдан в министерство."
    body = {"action": "accept"}
    refused = await act("coordinator", f"/evidence/{waiting['id']}/decision", body, 409)
    assert refused["detail"] == CLOSED + "отчёт сдан в министерство."


async def test_evidence_of_a_row_is_decided_by_the_locks_of_the_edition_in_force(
    act: Act, offer: Offer, change: Change
) -> None:
    """The row has got a new edition with a later deadline: the period of the old one says nothing about it."""
    waiting = await offer("methodist", window_id=key(f"window:{READY}"), **SECOND)
    await lock(act, starts_on="2021-03-20", ends_on="2021-03-20")
    decision = f"/evidence/{waiting['id']}/decision"
    await act("coordinator", decision, {"action": "accept"}, 409)
    for statement in (
        "insert into act (id, kind, number, signed_on, issuer, title)"
        " values (:new, 'приказ', '1', '2021-03-01', 'ЦУ', 'О плане')",
        "update edition set state = 'superseded' where id = :old",
        "insert into edition (id, plan_id, act_id, based_on_id, number, state, effective_on, heading,"
        " period_text, period_start, period_end, responsible_official)"
        " select :new, plan_id, :new, id, 9, 'in_force', '2021-03-01', heading, period_text, period_start,"
        " period_end, responsible_official from edition where id = :old",
        "insert into section (id, edition_id, code, title, position, form)"
        " values (:new, :new, '1', 'Раздел', 1, 'project')",
        "insert into activity (id, section_id, lineage_id, number, position, title, term_source, recurrence,"
        " responsible_source, target_set, source) select :new, :new, lineage_id, '1.1', 1, title, 'до 01.06.2021',"
        " recurrence, responsible_source, target_set, source from activity where id = :row",
        "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
        " values (:new, 1, 1, '2021-06-01', false)",
        "delete from reschedule where lineage_id = :lineage",
    ):
        values = {
            "new": key("new edition"),
            "old": key("edition:own"),
            "row": key(f"activity:{READY}"),
        }
        named = {n: v for n, v in values.items() if f":{n}" in statement}
        if ":lineage" in statement:
            named = {"lineage": key(f"lineage:{READY}")}
        await change(statement, **named)
    await act("coordinator", decision, {"action": "accept"})


@pytest.mark.parametrize(
    ("what", "pointer"),
    [
        ({}, "/starts_on"),
        ({"starts_on": "2021-04-01", "ends_on": "2021-03-31"}, "/ends_on"),
        ({"school_id": school("own"), "reason": "  "}, "/reason"),
        ({"edition_id": str(key("spare_draft:own"))}, "/edition_id"),
    ],
)
async def test_a_lock_that_closes_nothing_is_refused_at_its_field(
    act: Act, what: dict[str, Any], pointer: str
) -> None:
    refused = await lock(act, 422, **what)
    assert refused["errors"][0]["pointer"] == pointer


@pytest.mark.parametrize(
    "what",
    [
        {"school_id": school("foreign")},
        {"edition_id": str(key("edition:foreign"))},
        {"plan_id": str(key("plan:foreign")), "ends_on": "2021-03-31"},
    ],
)
async def test_nobody_locks_what_is_not_his(act: Act, what: dict[str, Any]) -> None:
    refused = await lock(act, 404, **what)
    assert CANARY not in str(refused)
    body = {"reason": "откроем чужое"}
    await act("coordinator", f"/locks/{key('lock:foreign')}/release", body, 404)


async def test_a_lock_is_opened_once(act: Act) -> None:
    made = await lock(act, school_id=school("own"))
    await act("coordinator", f"/locks/{made['id']}/release", {"reason": "проверено"})
    refused = await act("head", f"/locks/{made['id']}/release", {"reason": "проверено"}, 409)
    assert refused["detail"] == "Этот период уже открыт."


async def test_a_closed_row_is_told_to_the_school_with_the_reason(act: Act, get: Get) -> None:
    await lock(act, school_id=school("own"))
    whole = await get("school_head", f"/activities/{key(f'activity:{LACKING}')}/occurrences")
    assert occurrence(whole, "own")["blocked_by"]["report"] == (
        CLOSED + "отчёт сдан в министерство."
    )
    assert [found["reason"] for found in (await get("school_head", "/locks"))["items"]] == [
        "отчёт сдан в министерство",
        "проверка",
    ]
