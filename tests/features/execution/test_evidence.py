"""Facts offered: what they may be about, by what they are shown, and what becomes of them."""

from typing import Any
from uuid import uuid4

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

OWN_WINDOW = {"window_id": key(f"window:{LACKING}")}


async def test_evidence_by_requisites_counts_when_somebody_else_has_accepted_it(
    act: Act, offer: Offer, get: Get
) -> None:
    made = await offer("curator", basis="  протокол № 7 от 10.03.2021  ")
    assert (made["kind"], made["state"], made["author"]) == (
        "requisites",
        "submitted",
        "Человек curator",
    )
    assert made["basis"] == "протокол № 7 от 10.03.2021"
    assert made["allowed_actions"] == []
    assert made["blocked_by"] == {}  # a curator decides on nothing
    decided = await act("coordinator", f"/evidence/{made['id']}/decision", {"action": "accept"})
    assert (decided["state"], decided["decided_by"]) == ("accepted", "Человек coordinator")
    (listed,) = [e for e in (await get("auditor", "/evidence"))["items"] if e["id"] == made["id"]]
    assert listed["decided_at"].startswith("2021-03-17T05:40")


@pytest.mark.parametrize("action", ["accept", "return"])
async def test_nobody_decides_on_what_he_has_offered_himself(
    act: Act, offer: Offer, action: str
) -> None:
    made = await offer("coordinator")
    assert "accept" not in made["allowed_actions"]
    body = {"action": action, "reason": "сам предложил"}
    refused = await act("coordinator", f"/evidence/{made['id']}/decision", body, 409)
    assert refused["detail"] == made["blocked_by"][action]
    assert refused["detail"] == "Подтверждение представили вы: проверить его должен кто-то другой."


@pytest.mark.parametrize("action", ["return", "revoke"])
async def test_evidence_is_sent_back_or_withdrawn_only_with_a_reason(
    act: Act, offer: Offer, action: str
) -> None:
    made = await offer("curator")
    path = f"/evidence/{made['id']}/decision"
    if action == "revoke":
        await act("coordinator", path, {"action": "accept"})
    for reason in (None, "", "  "):
        refused = await act("coordinator", path, {"action": action, "reason": reason}, 422)
        assert refused["errors"][0]["pointer"] == "/reason"
    await act("coordinator", path, {"action": action, "reason": "не та школа"})


async def test_a_decision_is_made_once(act: Act, offer: Offer) -> None:
    made = await offer("curator")
    path = f"/evidence/{made['id']}/decision"
    refused = await act("coordinator", path, {"action": "revoke", "reason": "рано"}, 409)
    assert refused["detail"] == "Подтверждение ещё не принято: снимать нечего."
    await act("coordinator", path, {"action": "return", "reason": "нет подписи"})
    for action in ("accept", "return", "revoke"):
        refused = await act("coordinator", path, {"action": action, "reason": "ещё раз"}, 409)
        assert refused["detail"] == "Подтверждение возвращено: дождитесь исправленного."


async def test_the_same_offer_made_twice_is_one_offer(offer: Offer) -> None:
    first = await offer("curator")
    assert (await offer("curator"))["id"] == first["id"]
    assert (await offer("curator", occurred_on="2021-03-09"))["id"] != first["id"]
    assert (await offer("mentor"))["id"] != first["id"]
    assert (await offer("curator", **OWN_WINDOW))["id"] != first["id"]


async def test_returned_evidence_is_offered_again_as_a_new_piece(act: Act, offer: Offer) -> None:
    first = await offer("curator")
    body = {"action": "return", "reason": "нет подписи"}
    await act("coordinator", f"/evidence/{first['id']}/decision", body)
    again = await offer("curator")
    assert again["id"] != first["id"]
    await act("coordinator", f"/evidence/{again['id']}/decision", {"action": "accept"})


async def test_revoking_evidence_of_another_window_leaves_a_report_alone(
    act: Act, offer: Offer, get: Get
) -> None:
    second = {"school_id": school("second")}
    await act("office_specialist", f"{window()}/reports", {"action": "report", **second})
    await act("coordinator", f"{window()}/decisions", {"action": "accept", **second})
    made = await offer("methodist", fact="medk_mark", **OWN_WINDOW, **second)
    path = f"/evidence/{made['id']}/decision"
    await act("coordinator", path, {"action": "accept"})
    await act("coordinator", path, {"action": "revoke", "reason": "ошибка"})
    whole = await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences")
    assert occurrence(whole, "second")["state"] == "accepted"


async def test_a_fact_about_a_curator_says_nothing_of_the_report_of_the_office(
    act: Act, offer: Offer, get: Get, change: Change
) -> None:
    """Both hang on the row and name no school: they must not be taken for each other."""
    activity = key(f"activity:{READY}")
    await change("update activity set result_document = 'Справка' where id = :id", id=activity)
    about = {
        "school_id": None,
        "person_id": key("person:curator"),
        "window_id": key(f"window:{READY}"),
    }
    made = await offer("methodist", fact="curator_attended", **about)
    assert made["about_person"] == "Человек curator"
    await act("coordinator", f"/evidence/{made['id']}/decision", {"action": "accept"})
    refused = await act("methodist", f"{window()}/reports", {"action": "report"}, 409)
    assert refused["detail"].startswith("Нужно подтверждение")
    await offer("methodist", fact="row_accepted", school_id=None, window_id=key(f"window:{READY}"))
    await act("methodist", f"{window()}/reports", {"action": "report"})
    # Who says something of a curator meanwhile may still decide on the office's report.
    await offer("coordinator", fact="curator_attended", **about)
    shown = occurrence(await get("coordinator", f"/activities/{activity}/occurrences"), None)
    assert "accept" in shown["allowed_actions"]
    await act("coordinator", f"{window()}/decisions", {"action": "accept"})
    body = {"action": "revoke", "reason": "куратора не было"}
    await act("coordinator", f"/evidence/{made['id']}/decision", body)
    shown = occurrence(await get("coordinator", f"/activities/{activity}/occurrences"), None)
    assert shown["state"] == "accepted"


@pytest.mark.parametrize("fact", ["curator_assigned", "risk_levels_agreed"])
async def test_what_follows_from_other_records_cannot_be_shown_by_a_paper(
    offer: Offer, fact: str
) -> None:
    refused = await offer("curator", 409, fact=fact)
    assert "следует из других записей" in refused["detail"]


WRONG: list[tuple[dict[str, Any], int, str]] = [
    ({"fact": "no_such_fact"}, 422, "/fact"),
    ({"fact": ""}, 422, "/fact"),
    ({"occurred_on": "2021-03-18"}, 422, "/occurred_on"),
    ({"occurred_on": "9999-12-31"}, 422, "/occurred_on"),
    ({"occurred_on": "31.03.2021"}, 422, "/occurred_on"),
    ({"basis": "   "}, 422, "/basis"),
    ({"basis": "да"}, 422, "/basis"),
    ({"basis": "д" * 501}, 422, "/basis"),
    ({"counted": 1, "of_total": 2}, 422, "/counted"),
    ({"fact": "teachers_referred"}, 422, "/counted"),
    ({"fact": "teachers_referred", "counted": 1}, 422, "/counted"),
    ({"fact": "teachers_referred", "counted": 9, "of_total": 8}, 422, "/counted"),
    ({"fact": "teachers_referred", "counted": -1, "of_total": 8}, 422, "/counted"),
    ({"fact": "teachers_referred", "counted": 1, "of_total": 10**7}, 422, "/of_total"),
    ({"fact": "row_accepted"}, 422, "/window_id"),
    ({"fact": "curator_attended"}, 422, "/person_id"),
    ({"fact": "curator_attended", "school_id": None}, 422, "/person_id"),
    ({"fact": "curator_attended", "person_id": key("person:curator")}, 422, "/person_id"),
    (
        {"fact": "curator_attended", "school_id": None, "person_id": key("person:foreign")},
        422,
        "/person_id",
    ),
    ({"person_id": key("person:curator")}, 422, "/person_id"),
    ({"school_id": None}, 422, "/school_id"),
    ({"school_id": "не номер"}, 422, "/school_id"),
]


@pytest.mark.parametrize(("form", "status", "pointer"), WRONG)
async def test_a_wrong_word_is_named_at_its_field(
    offer: Offer, form: dict[str, Any], status: int, pointer: str
) -> None:
    refused = await offer("coordinator", status, **form)
    assert refused["errors"][0]["pointer"] == pointer
    assert CANARY not in str(refused)


async def test_heads_are_kept_where_the_fact_counts_them(offer: Offer) -> None:
    made = await offer("school_head", fact="teachers_referred", counted=5, of_total=8)
    assert (made["counted"], made["of_total"]) == (5, 8)


async def test_a_foreign_school_row_and_evidence_do_not_exist(
    act: Act, offer: Offer, get: Get
) -> None:
    strangers: list[dict[str, Any]] = [
        {"school_id": school("foreign")},
        {"school_id": str(uuid4())},
        {"window_id": key("window:foreign:500+.6")},
        {"window_id": uuid4()},
    ]
    for form in strangers:
        refused = await offer("coordinator", 404, **form)
        assert CANARY not in str(refused)
    await offer("school_head", 404, school_id=school("second"))
    for name in ("evidence:foreign", "evidence_file:foreign"):
        body = {"action": "revoke", "reason": "чужое"}
        await act("coordinator", f"/evidence/{key(name)}/decision", body, 404)
    listed = await get("coordinator", "/evidence")
    assert CANARY not in str(listed)
    assert await get("coordinator", "/evidence", school_id=school("foreign")) == {"items": []}


async def test_a_school_cannot_speak_for_the_office(offer: Offer, change: Change) -> None:
    form = {"fact": "row_accepted", "school_id": None, **OWN_WINDOW}
    refused = await offer("school_head", 403, **form)
    assert refused["detail"] == "Исполнение за управление подтверждают его сотрудники."
    await offer("methodist", **form)
    await change(
        "update fact_kind set about = 'office', is_per_row = true where code = 'medk_mark'"
    )
    refused = await offer("methodist", 422, fact="medk_mark", **OWN_WINDOW)
    assert refused["errors"][0]["pointer"] == "/school_id"


@pytest.mark.parametrize(
    "link",
    [
        "https://school.example/otchet?id=1&x=2#a",
        "http://пример.рф/страница",
        "https://xn--e1afmkfd.xn--p1ai/",
        "https://пример.рф:8443/%D1%84",
        "HTTPS://EXAMPLE.RU/",
        "  https://example.ru/  ",
        "http://[2001:db8::1]/a",
    ],
)
async def test_a_link_to_a_page_of_the_web_is_kept_as_it_was_given(offer: Offer, link: str) -> None:
    made = await offer("curator", link_url=link)
    assert (made["kind"], made["link_url"]) == ("link", link.strip())


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://example.ru/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "file:///etc/passwd",
        "ftp://example.ru/a",
        "vbscript:x",
        "//example.ru/a",
        "example.ru/a",
        "https:example.ru",
        "https://",
        "https:///a",
        "https://user@example.ru/",
        "https://bank.ru@evil.example/",
        "https://:secret@example.ru/",
        "https://exam ple.ru/",
        "https://example.ru/a b",
        "https://example.ru/\njavascript:alert(1)",
        "https://example.ru/\u202egpj.exe",
        "http://[::1",
        "http://[мимо]/",
        "https://example.ru:не порт/",
        "https://example.ru:99999/",
        "https://ex\u2100mple.ru/",
        "   ",
        "mailto:a@b.ru",
    ],
)
async def test_anything_else_is_no_link(offer: Offer, link: str) -> None:
    refused = await offer("curator", 422, link_url=link)
    assert refused["errors"][0]["pointer"] == "/link_url"
    assert refused["detail"] == "Нужна ссылка вида https://пример.рф/страница."


async def test_either_a_file_or_a_link(offer: Offer) -> None:
    file = ("акт.pdf", b"%PDF-1.7\n")
    refused = await offer("curator", 422, file=file, link_url="https://example.ru/")
    assert refused["errors"][0]["pointer"] == "/link_url"


async def test_evidence_is_listed_by_row_school_fact_and_state(offer: Offer, get: Get) -> None:
    made = await offer("curator", fact="medk_mark", **OWN_WINDOW)
    filters: list[dict[str, Any]] = [
        {"activity_id": key(f"activity:{LACKING}")},
        {"school_id": school("own"), "fact": "medk_mark"},
        {"state": "submitted"},
    ]
    for asked in filters:
        found = (await get("curator", "/evidence", **asked))["items"]
        assert [e["id"] for e in found] == [made["id"]]
    nothing = {"activity_id": key(f"activity:{READY}")}
    assert (await get("curator", "/evidence", **nothing))["items"] == []
    await get("curator", "/evidence", 422, state="unknown")
