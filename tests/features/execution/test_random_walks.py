"""Random sequences through the API take the way the rules say, and random bodies never meet a fault."""

import json
import re
from random import Random
from typing import Any

import httpx
import pytest

from backend.domain.lifecycle.occurrences import (
    OCCURRENCE_ACTIONS,
    next_occurrence_state,
    why_not_occurrence,
)
from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.features.execution.conftest import READY, occurrence, school, window
from tests.world import key

REPORTS = {"start", "report"}
ROLES = ("head", "coordinator", "office_specialist")
WALKS = 60
# Actions beside the state machine: they move no state.
BESIDE = {"reschedule", "offer"}


async def test_random_walks_through_the_api_agree_with_the_rules(
    anonymous: httpx.AsyncClient, change: Change
) -> None:
    random = Random(64)  # noqa: S311
    refused, done = 0, 0
    for _ in range(WALKS):
        await change("delete from occurrence_step where school_id = :s", s=key("school:second"))
        await change("delete from occurrence where school_id = :s", s=key("school:second"))
        state, reporter, steps = "planned", None, []
        for _ in range(random.randint(1, 4)):
            # Actions that lead somewhere are drawn more often: walks should get far.
            action = random.choice((*OCCURRENCE_ACTIONS, "report", "accept"))
            role = random.choice(ROLES)
            expected = why_not_occurrence(state, action, is_own_report=reporter == role)
            place = "reports" if action in REPORTS else "decisions"
            body = {"action": action, "school_id": school("second")}
            if place == "decisions":
                body["reason"] = "проверка хода"
            reply = await anonymous.post(
                f"/api/v1{window()}/{place}", headers=headers_of(role), json=body
            )
            if expected is not None:
                refused += 1
                assert (reply.status_code, reply.json()["detail"]) == (409, expected)
                continue
            done += 1
            became = next_occurrence_state(state, action)
            assert became is not None
            state, reporter = became, role if action == "report" else reporter
            shown = occurrence(reply.json(), "second")
            steps.append(action)
            assert reply.status_code == 200
            assert shown["state"] == state
            assert [step["action"] for step in shown["steps"]] == steps
            allowed = {
                a
                for a in OCCURRENCE_ACTIONS
                if why_not_occurrence(state, a, is_own_report=reporter == role) is None
            }
            assert set(shown["allowed_actions"]) - BESIDE == allowed
            assert set(shown["blocked_by"]) - BESIDE == set(OCCURRENCE_ACTIONS) - allowed
    # The walks get far and are refused often: the claim has been tried on both sides.
    assert refused > WALKS / 2
    assert done > WALKS * 3 / 4


VALUES: tuple[Any, ...] = (
    None, True, False, 0, -1, 2**63, 1e400, "", " ", "a" * 5000, "\x00", "а\u0000б", "\ud800", "0001-01-01",
    "9999-12-31", "2021-02-30", "2021-03-10", "2021-03-10T00:00:00Z", "report", "accept", "revoke", "reopen",
    "обоснование", str(key("school:own")), str(key("school:foreign")), str(key("plan:own")), "00000000-0000-0000-0000-000000000000",
    str(key("edition:own")), str(key("person:head")), str(key("person:methodist")), [], {}, [1, [2]], {"a": {"b": None}},
)  # fmt: skip
FIELDS = {
    f"{window()}/reports": ("action", "school_id", "done_on", "comment"),
    f"{window()}/decisions": ("action", "school_id", "reason"),
    f"{window()}/reschedules": ("school_id", "to_on", "reason", "basis"),
    f"/evidence/{key('evidence_file:own')}/decision": ("action", "reason"),
    f"/evidence/{key('evidence:own')}/decision": ("action", "reason"),
    "/locks": ("plan_id", "edition_id", "school_id", "starts_on", "ends_on", "reason"),
    f"/locks/{key('lock:own')}/release": ("reason",),
    "/deputies": ("person_id", "deputy_id", "starts_on", "ends_on", "basis"),
    f"/deputies/{key('deputy:own')}/end": (),
}
GOOD: dict[str, Any] = {
    "school_id": school("own"), "to_on": "2021-06-01", "reason": "проверка", "plan_id": str(key("plan:own")),
    "starts_on": "2021-03-20", "ends_on": "2021-03-25", "person_id": str(key("person:head")),
    "deputy_id": str(key("person:methodist")), "basis": "приказ", "done_on": "2021-03-10", "comment": "готово",
    "edition_id": None, "action": "start",
}  # fmt: skip


def assert_told(reply: httpx.Response, sent: object) -> None:
    """No fault, and every refusal is a Russian sentence that shows nothing of our insides."""
    assert reply.status_code < 500, (sent, reply.text)
    if reply.status_code >= 400:
        body = reply.json()
        assert re.search("[а-яё]", body["detail"], re.IGNORECASE), body
        assert not re.search(
            r"sql|Traceback|asyncpg|pydantic|KeyError", body["detail"], re.IGNORECASE
        )


@pytest.mark.parametrize("path", FIELDS)
async def test_no_body_makes_a_writing_route_fail(anonymous: httpx.AsyncClient, path: str) -> None:
    random = Random(path)  # noqa: S311
    headers = headers_of("coordinator") | {"Content-Type": "application/json"}
    for raw in (b"", b"{", b"null", b"[]", b'"a"', b"1", b"\xff\xfe", b'{"a":1}' * 2, b"[" * 5000):
        reply = await anonymous.post(f"/api/v1{path}", headers=headers, content=raw)
        assert_told(reply, raw)
    for _ in range(40):
        body = {name: GOOD[name] for name in FIELDS[path]}
        for name in random.sample(FIELDS[path], k=min(len(FIELDS[path]), random.randint(1, 2))):
            body[name] = random.choice(VALUES)
        sent = json.dumps(body)
        reply = await anonymous.post(f"/api/v1{path}", headers=headers, content=sent)
        assert_told(reply, body)


async def test_no_form_makes_the_reception_of_evidence_fail(anonymous: httpx.AsyncClient) -> None:
    random = Random(7)  # noqa: S311
    good = {
        "fact": "visit_held", "occurred_on": "2021-03-10", "basis": "акт посещения", "school_id": school("own"),
        "window_id": str(key(f"window:{READY}")), "link_url": "https://example.ru/",
    }  # fmt: skip
    words = [str(v) for v in VALUES if isinstance(v, str) and "\ud800" not in v]
    for _ in range(120):
        form = dict(good)
        for name in random.sample((*good, "person_id", "counted", "of_total"), k=2):
            form[name] = random.choice(
                [*words, "1", "-5", "http://[", "teachers_referred", "row_accepted"]
            )
        reply = await anonymous.post(
            "/api/v1/evidence", headers=headers_of("coordinator"), data=form
        )
        assert_told(reply, form)


@pytest.mark.parametrize(
    "path",
    [
        "/activities/{}/occurrences", "/evidence/{}/file", "/evidence?activity_id={}", "/evidence?school_id={}",
        "/evidence?fact={}", "/evidence?state={}", "/activities/{}/occurrences?school_id={}",
    ],
)  # fmt: skip
@pytest.mark.parametrize("value", ["%00", "x" * 3000, "%FF%FE", "null", "..%2F..%2Fetc", "''--"])
async def test_no_address_makes_a_read_fail(
    reader: httpx.AsyncClient, path: str, value: str
) -> None:
    reply = await reader.get(
        f"/api/v1{path.format(value, value)}", headers=headers_of("coordinator")
    )
    assert_told(reply, (path, value))
