"""The way of a visit through the API: who may do what, when, and what is refused in which words."""

from collections.abc import Awaitable, Callable
from random import Random

import httpx
import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.visits.conftest import SCHOOL, Call
from tests.world import key

OWN = str(key("visit:own"))
Submitted = Callable[[], Awaitable[str]]


async def test_a_visit_goes_from_plan_to_approval_and_then_never_changes(
    submitted: Submitted, act: Call, save: Call, get: Get
) -> None:
    visit = await submitted()
    refused = await act("head", f"/visits/{visit}/office-actions", 409, action="approve")
    assert refused["detail"] == (
        "Школа ещё не ответила на справку. Без ответа можно утвердить после 24.03.2021."
    )
    await act(
        "school_head", f"/visits/{visit}/school-actions", 422, action="answer", answer="objects"
    )
    await act("school_head", f"/visits/{visit}/school-actions", action="answer", answer="agrees")
    done = await act("head", f"/visits/{visit}/office-actions", action="approve")
    assert (done["state"], done["approved_on"]) == ("approved", "2021-03-17")
    assert done["allowed_actions"] == []
    assert done["editable_fields"] == []
    for role, path, body in (
        ("curator", "curator-actions", {"action": "submit"}),
        ("curator", "curator-actions", {"action": "cancel", "reason": "ошибка"}),
        ("school_head", "school-actions", {"action": "answer", "answer": "agrees"}),
        ("head", "office-actions", {"action": "return", "reason": "ошибка"}),
    ):
        refused = await act(role, f"/visits/{visit}/{path}", 409, **body)
        assert refused["detail"] == "Справка утверждена: визит больше не меняется."
    await save("curator", visit, "summary", "иначе", 1, 409)
    report = await get("head", f"/visits/{visit}/report-data")
    assert (report["held_on"], report["school_answer"]) == (
        "2021-03-16",
        "Школа согласна со справкой",
    )
    assert report["asked"] == 4
    assert report["answered"] == 0
    assert {a["answer"] for s in report["sections"] for a in s["answers"]} == {"—"}


async def test_after_five_working_days_a_silent_school_does_not_hold_the_report(
    submitted: Submitted, act: Call, change: Change
) -> None:
    visit = await submitted()
    await change("update visit set submitted_at = '2021-03-10 08:00+04' where id = :id", id=visit)
    await act("head", f"/visits/{visit}/office-actions", 409, action="approve")
    await change("update visit set submitted_at = '2021-03-09 08:00+04' where id = :id", id=visit)
    await act("head", f"/visits/{visit}/office-actions", action="approve")


async def test_a_returned_report_asks_the_school_again(submitted: Submitted, act: Call) -> None:
    visit = await submitted()
    await act("school_head", f"/visits/{visit}/school-actions", action="answer", answer="agrees")
    await act("head", f"/visits/{visit}/office-actions", 422, action="return")
    back = await act(
        "head", f"/visits/{visit}/office-actions", action="return", reason="мало выводов"
    )
    assert back["reason"] == "мало выводов"
    again = await act("curator", f"/visits/{visit}/curator-actions", action="submit")
    assert again["school_answer"] is None


async def test_a_visit_before_the_assignment_is_refused(act: Call) -> None:
    body = {"purpose": "беседа", "planned_on": "2021-02-11"}
    refused = await act("curator", f"{SCHOOL}/visits", 409, **body)
    assert refused["detail"] == "Визит раньше назначения: человек назначен с 12.02.2021."
    hold = {"action": "hold", "held_on": "2021-02-11", "reason": "по телефону"}
    await act("curator", f"/visits/{OWN}/curator-actions", 409, **hold)


async def test_an_official_plans_for_a_curator_and_not_for_himself(act: Call) -> None:
    body = {"purpose": "беседа", "planned_on": "2021-03-29"}
    await act("coordinator", f"{SCHOOL}/visits", 409, **body)
    body["person_id"] = str(key("person:mentor"))
    made = await act("coordinator", f"{SCHOOL}/visits", 201, **body)
    assert (await act("coordinator", f"{SCHOOL}/visits", 201, **body))["id"] == made["id"]
    refused = await act("coordinator", f"{SCHOOL}/visits", 409, **(body | {"purpose": "другая"}))
    assert "уже запланирован" in refused["detail"]


async def test_an_unconfirmed_visit_is_held_only_with_a_reason_and_never_in_the_future(
    act: Call,
) -> None:
    hold = {"action": "hold", "held_on": "2021-03-16"}
    await act("curator", f"/visits/{OWN}/curator-actions", 422, **hold)
    await act(
        "curator",
        f"/visits/{OWN}/curator-actions",
        422,
        action="hold",
        held_on="2021-03-18",
        reason="был",
    )
    held = await act(
        "curator", f"/visits/{OWN}/curator-actions", **hold, reason="школа подтвердила по телефону"
    )
    assert held["state"] == "held"
    assert held["steps"][-1]["reason"] == "школа подтвердила по телефону"


async def test_a_moved_visit_is_confirmed_anew(act: Call) -> None:
    await act("school_head", f"/visits/{OWN}/school-actions", action="confirm")
    moved = await act(
        "curator", f"/visits/{OWN}/curator-actions", action="reschedule", planned_on="2021-03-31"
    )
    assert (moved["state"], moved["confirmed_at"], moved["planned_on"]) == (
        "planned",
        None,
        "2021-03-31",
    )


@pytest.mark.parametrize(
    ("role", "size"), [("curator", 5), ("mentor", 5), ("school_head", 2), ("head", 0)]
)
async def test_everybody_is_told_which_fields_are_his(get: Get, role: str, size: int) -> None:
    visit = await get(role, f"/visits/{OWN}")
    texts = [field for field in visit["editable_fields"] if not field.startswith("answer:")]
    assert len(texts) == size
    answers = {q["field"] for s in visit["sections"] for q in s["questions"]}
    assert answers <= set(visit["editable_fields"]) or role not in {"curator", "mentor"}


async def test_the_kit_has_the_questions_of_the_schools_factors_and_its_open_points(
    get: Get,
) -> None:
    visit = await get("curator", f"/visits/{OWN}")
    codes = {q["code"] for s in visit["sections"] for q in s["questions"]}
    assert codes == {"plan_discussed", "lessons_seen", "needs_help", "motivation_active"}
    assert [(r["survey"], r["school"], r["curator"]) for r in visit["risk_levels"]] == [
        ("medium", "low", "high")
    ]
    assert {p["state"] for p in visit["action_points"]} == {"open", "done"}
    assert visit["files"][0]["file_name"] == "Снимок.pdf"


async def test_questions_of_low_factors_are_not_asked(get: Get, change: Change) -> None:
    await change(
        "update risk_assessment set level = 'low' where school_id = :id", id=key("school:own")
    )
    visit = await get("curator", f"/visits/{OWN}")
    assert "motivation_active" not in {q["code"] for s in visit["sections"] for q in s["questions"]}


async def test_lists_are_paged_and_filtered_and_mine_are_mine(get: Get) -> None:
    first = await get("curator", "/visits", mine=True, limit=2)
    assert (len(first["items"]), first["total"]) == (2, 3)
    rest = await get("curator", "/visits", mine=True, limit=2, cursor=first["next_cursor"])
    assert len({v["id"] for v in first["items"] + rest["items"]}) == 3
    assert rest["next_cursor"] is None
    assert (await get("mentor", "/visits", mine=True))["total"] == 0
    assert (await get("head", "/visits", state="submitted"))["total"] == 1


async def test_random_walks_never_fail_and_tell_the_truth_about_what_may_be_done(
    act: Call, anonymous: httpx.AsyncClient, get: Get
) -> None:
    chance = Random(17)  # noqa: S311
    bodies = {
        "curator": ("curator-actions", [
            {"action": "reschedule", "planned_on": "2021-03-22"},
            {"action": "hold", "held_on": "2021-03-16", "reason": "по телефону"},
            {"action": "start_report"}, {"action": "submit"},
            {"action": "mark_medk", "medk_marked_on": "2021-03-17"},
            {"action": "cancel", "reason": "болезнь"},
        ]),
        "school_head": ("school-actions", [
            {"action": "confirm"}, {"action": "answer", "answer": "agrees"},
        ]),
        "head": ("office-actions", [{"action": "return", "reason": "неполно"}, {"action": "approve"}]),
    }  # fmt: skip
    for walk in range(40):
        day = f"2021-04-{walk % 28 + 1:02}" if walk < 28 else f"2021-05-{walk - 27:02}"
        visit = (await act("curator", f"{SCHOOL}/visits", 201, purpose="беседа", planned_on=day))[
            "id"
        ]
        for field in ("summary", "conclusions"):
            await anonymous.put(
                f"/api/v1/visits/{visit}/entries/{field}",
                headers=headers_of("curator") | {"If-Match": '"0"'},
                json={"value": {"text": "есть"}},
            )
        for _ in range(8):
            role = chance.choice(list(bodies))
            path, said = bodies[role]
            body = chance.choice(said)
            promised = body["action"] in (await get(role, f"/visits/{visit}"))["allowed_actions"]
            reply = await anonymous.post(
                f"/api/v1/visits/{visit}/{path}", headers=headers_of(role), json=body
            )
            assert reply.status_code == (200 if promised else 409), (body, reply.text)
