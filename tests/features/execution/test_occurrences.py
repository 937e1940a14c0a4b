"""Reports and decisions over the API: who may, what is asked for, what moves in the same request."""

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
from tests.world import key

REPORT = {"action": "report", "school_id": school("second"), "done_on": "2021-03-12"}
ACCEPT = {"action": "accept", "school_id": school("second")}


async def test_every_step_tells_who_did_what_when_and_why(act: Act) -> None:
    second = {"school_id": school("second")}
    path = window()
    await act("office_specialist", f"{path}/reports", {"action": "start", **second})
    await act("office_specialist", f"{path}/reports", {**REPORT, "comment": "протокол № 4"})
    no = {"action": "return", "reason": "нет подписи", **second}
    await act("coordinator", f"{path}/decisions", no)
    await act("methodist", f"{path}/reports", REPORT)
    await act("coordinator", f"{path}/decisions", ACCEPT)
    reply = await act(
        "head", f"{path}/decisions", {"action": "reopen", "reason": "опечатка", **second}
    )
    shown = occurrence(reply, "second")
    told = [(s["action"], s["who"], s["reason"]) for s in shown["steps"]]
    assert told == [
        ("start", "Человек office_specialist", None),
        ("report", "Человек office_specialist", "протокол № 4"),
        ("return", "Человек coordinator", "нет подписи"),
        ("report", "Человек methodist", None),
        ("accept", "Человек coordinator", None),
        ("reopen", "Человек head", "опечатка"),
    ]
    assert all(step["at"].startswith("2021-03-17T05:40") for step in shown["steps"])
    assert (shown["state"], shown["done_on"]) == ("in_progress", "2021-03-12")
    assert shown["comment"] == "протокол № 4"


async def test_the_report_of_one_school_touches_neither_another_nor_the_office(
    act: Act, get: Get
) -> None:
    reply = await act("office_specialist", f"{window()}/reports", REPORT)
    assert [o["school_id"] for o in reply["windows"][0]["schools"]] == [school("second")]
    whole = await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences")
    assert occurrence(whole, "second")["state"] == "reported"
    assert occurrence(whole, "own")["state"] == occurrence(whole, None)["state"] == "planned"
    assert occurrence(whole, "own")["steps"] == []


async def test_who_reported_cannot_verify_and_is_told_so_before_and_after(
    act: Act, get: Get
) -> None:
    reply = await act("office_specialist", f"{window()}/reports", REPORT)
    for action in ("accept", "return"):
        body = {"action": action, "school_id": school("second"), "reason": "проверено мной"}
        refused = await act("office_specialist", f"{window()}/decisions", body, 409)
        assert refused["type"] == "/problems/transition-not-allowed"
        assert refused["detail"] == "Сдали вы: проверить должен кто-то другой."
        assert occurrence(reply, "second")["blocked_by"][action] == refused["detail"]
    accepted = await act("coordinator", f"{window()}/decisions", ACCEPT)
    assert occurrence(accepted, "second")["state"] == "accepted"


async def test_the_author_of_waiting_evidence_cannot_verify_and_the_screen_says_so(
    act: Act, offer: Offer, get: Get
) -> None:
    asked = {"window_id": key(f"window:{READY}"), "school_id": school("second")}
    await offer("coordinator", fact="medk_mark", **asked)
    await act("office_specialist", f"{window()}/reports", REPORT)
    refused = await act("coordinator", f"{window()}/decisions", ACCEPT, 409)
    assert "проверить должен кто-то другой" in refused["detail"]
    whole = await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences")
    shown = occurrence(whole, "second")
    assert shown["blocked_by"].get("accept") == refused["detail"]
    await act("head", f"{window()}/decisions", ACCEPT)


@pytest.mark.parametrize("action", ["return", "cancel", "reopen"])
@pytest.mark.parametrize("reason", [None, "", "  ", "да", "   а   "])
async def test_a_decision_somebody_must_understand_later_asks_for_a_reason(
    act: Act, action: str, reason: str | None
) -> None:
    await act("office_specialist", f"{window()}/reports", REPORT)
    if action == "reopen":
        await act("coordinator", f"{window()}/decisions", ACCEPT)
    body = {"action": action, "school_id": school("second"), "reason": reason}
    refused = await act("coordinator", f"{window()}/decisions", body, 422)
    assert refused["errors"][0]["pointer"] == "/reason"
    reply = await act("coordinator", f"{window()}/decisions", {**body, "reason": "ошибка"})
    assert occurrence(reply, "second")["steps"][-1]["reason"] == "ошибка"


async def test_a_row_with_a_result_document_is_reported_only_with_something_that_shows_it(
    act: Act, offer: Offer, change: Change
) -> None:
    activity = key(f"activity:{READY}")
    await change("update activity set result_document = 'Справка' where id = :id", id=activity)
    refused = await act("office_specialist", f"{window()}/reports", REPORT, 409)
    assert refused["detail"].startswith("Нужно подтверждение")
    started = await act("office_specialist", f"{window()}/reports", {**REPORT, "action": "start"})
    assert started["needs_evidence"] is True
    shown = {"window_id": key(f"window:{READY}"), "school_id": school("second")}
    await offer("office_specialist", fact="row_accepted", **shown)
    reply = await act("office_specialist", f"{window()}/reports", REPORT)
    assert occurrence(reply, "second")["state"] == "reported"


async def test_a_fact_that_only_evidence_can_bring_asks_for_evidence_even_without_a_document(
    act: Act,
) -> None:
    body = {"action": "report", "school_id": school("own")}
    refused = await act("school_head", f"{window(LACKING)}/reports", body, 409)
    assert refused["detail"].startswith("Нужно подтверждение")


async def test_nothing_is_accepted_while_facts_of_the_row_would_be_missing(
    act: Act, offer: Offer
) -> None:
    own = {"school_id": school("own")}
    await offer("school_head", fact="medk_mark", window_id=key(f"window:{LACKING}"))
    await act("school_head", f"{window(LACKING)}/reports", {"action": "report", **own})
    accept = {"action": "accept", **own}
    refused = await act("coordinator", f"{window(LACKING)}/decisions", accept, 409)
    assert refused["detail"] == "Принять нельзя, не хватает: РПШ не верифицирован."
    await offer("curator", fact="risk_profile_verified", window_id=key(f"window:{LACKING}"))
    reply = await act("coordinator", f"{window(LACKING)}/decisions", accept)
    shown = occurrence(reply, "own")
    assert shown["state"] == "accepted"
    assert {e["state"] for e in shown["evidence"]} >= {"accepted"}
    assert all(need["since_on"] for need in shown["needed"])


async def test_what_was_offered_with_a_returned_report_is_returned_and_offered_again(
    act: Act, offer: Offer, get: Get
) -> None:
    own = {"school_id": school("own")}
    shown_for = {"window_id": key(f"window:{LACKING}")}
    first = await offer("school_head", fact="medk_mark", **shown_for)
    await act("school_head", f"{window(LACKING)}/reports", {"action": "report", **own})
    back = {"action": "return", "reason": "нет даты", **own}
    reply = await act("coordinator", f"{window(LACKING)}/decisions", back)
    (returned,) = [e for e in occurrence(reply, "own")["evidence"] if e["id"] == first["id"]]
    assert (returned["state"], returned["decision_reason"]) == ("returned", "нет даты")
    again = {"action": "report", **own}
    refused = await act("school_head", f"{window(LACKING)}/reports", again, 409)
    assert refused["detail"].startswith("Нужно подтверждение")
    second = await offer("school_head", fact="medk_mark", **shown_for)
    assert second["id"] != first["id"]
    await act("school_head", f"{window(LACKING)}/reports", again)


async def test_the_figure_moves_in_the_request_that_accepts_and_in_the_one_that_revokes(
    act: Act, offer: Offer, get: Get
) -> None:
    async def met() -> tuple[int, int]:
        row = await get("coordinator", f"/activities/{key(f'activity:{LACKING}')}")
        figure = row["activity"]["figure"]
        return figure["met"], figure["total"]

    assert await met() == (1, 2)
    own, shown_for = {"school_id": school("own")}, {"window_id": key(f"window:{LACKING}")}
    mark = await offer("school_head", fact="medk_mark", **shown_for)
    await offer("school_head", fact="risk_profile_verified", **shown_for)
    await act("school_head", f"{window(LACKING)}/reports", {"action": "report", **own})
    assert await met() == (1, 2)
    await act("coordinator", f"{window(LACKING)}/decisions", {"action": "accept", **own})
    assert await met() == (2, 2)
    why = {"action": "revoke", "reason": "отметки на деле нет"}
    revoked = await act("coordinator", f"/evidence/{mark['id']}/decision", why)
    assert (revoked["state"], revoked["decision_reason"]) == ("revoked", "отметки на деле нет")
    assert await met() == (1, 2)
    whole = await get("school_head", f"/activities/{key(f'activity:{LACKING}')}/occurrences")
    shown = occurrence(whole, "own")
    assert shown["state"] == "returned"
    assert shown["steps"][-1]["words"] == "возвращено на доработку: подтверждение снято"
    assert shown["steps"][-1]["reason"] == "отметки на деле нет"


async def test_a_superseded_edition_refuses_and_says_that_it_is_not_in_force(
    act: Act, get: Get, change: Change
) -> None:
    await change("update edition set state = 'superseded' where id = :id", id=key("edition:own"))
    words = "Закрыто для изменений: эта редакция не действует, исполнение ведут по действующей."
    refused = await act("office_specialist", f"{window()}/reports", REPORT, 409)
    assert refused["detail"] == words
    move = {"to_on": "2021-05-01", "reason": "болезнь"}
    assert (await act("head", f"{window()}/reschedules", move, 409))["detail"] == words
    whole = await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences")
    shown = occurrence(whole, "second")
    assert shown["allowed_actions"] == []
    assert shown["blocked_by"]["report"] == words


async def test_the_windows_of_a_draft_do_not_exist_yet(act: Act, get: Get, change: Change) -> None:
    """Even rows that stood in the tables of a draft would not be found by anybody who carries a plan out."""
    await change("update edition set state = 'draft' where id = :id", id=key("edition:own"))
    await act("coordinator", f"{window()}/reports", {"action": "start"}, 404)
    await act("coordinator", f"{window()}/decisions", ACCEPT, 404)
    move = {"to_on": "2021-05-01", "reason": "болезнь"}
    await act("coordinator", f"{window()}/reschedules", move, 404)
    await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences", 404)


async def test_a_report_is_not_dated_ahead_and_is_dated_today_unless_said_otherwise(
    act: Act,
) -> None:
    refused = await act(
        "office_specialist", f"{window()}/reports", {**REPORT, "done_on": "2021-03-18"}, 422
    )
    assert refused["errors"][0]["pointer"] == "/done_on"
    reply = await act("office_specialist", f"{window()}/reports", {**REPORT, "done_on": None})
    assert occurrence(reply, "second")["done_on"] == "2021-03-17"


async def test_a_refused_action_leaves_no_trace(act: Act, get: Get, change: Change) -> None:
    """The occurrence is made at the first act on it: a refused one must not make it."""
    await act("coordinator", f"{window()}/decisions", ACCEPT, 409)
    await change(
        "do $$ begin if exists (select from occurrence where school_id is not null)"
        " then raise exception 'an occurrence was left'; end if; end $$"
    )


async def test_a_cancelled_row_is_reopened_as_planned_and_an_accepted_one_as_work(
    act: Act,
) -> None:
    second = {"school_id": school("second")}
    why = {"reason": "по решению совета", **second}
    reply = await act("coordinator", f"{window()}/decisions", {"action": "cancel", **why})
    assert occurrence(reply, "second")["state"] == "cancelled"
    refused = await act("office_specialist", f"{window()}/reports", REPORT, 409)
    assert refused["detail"] == "Исполнение отменено. Сначала откройте его снова."
    reply = await act("coordinator", f"{window()}/decisions", {"action": "reopen", **why})
    assert occurrence(reply, "second")["state"] == "planned"
    await act("office_specialist", f"{window()}/reports", REPORT)
    await act("coordinator", f"{window()}/decisions", ACCEPT)
    reply = await act("coordinator", f"{window()}/decisions", {"action": "reopen", **why})
    assert occurrence(reply, "second")["state"] == "in_progress"
