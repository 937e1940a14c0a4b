"""Who may report and decide, and what each reader sees of a row."""

from typing import Any

import pytest

from tests.features.conftest import Change, Get
from tests.features.execution.conftest import READY, Act, occurrence, school, window
from tests.world import CANARY, key

REPORT = {"action": "report", "school_id": school("second"), "done_on": "2021-03-12"}


async def test_the_office_reports_for_itself_and_a_school_cannot(act: Act) -> None:
    body = {"action": "start"}
    reply = await act("methodist", f"{window()}/reports", body)
    assert occurrence(reply, None)["state"] == "in_progress"
    for role in ("school_head", "school_deputy", "curator", "mentor"):
        refused = await act(role, f"{window()}/reports", body, 403)
        assert "Выберите свою школу" in refused["detail"]


async def test_schools_see_no_occurrence_of_the_office_and_no_other_school(get: Get) -> None:
    path = f"/activities/{key(f'activity:{READY}')}/occurrences"
    for role in ("school_head", "curator"):
        shown = (await get(role, path))["windows"][0]
        assert shown["office"] is None
        assert [o["school_id"] for o in shown["schools"]] == [school("own")]
    for role in ("head", "auditor"):
        shown = (await get(role, path))["windows"][0]
        assert shown["office"] is not None


@pytest.mark.parametrize(
    ("role", "status"),
    [("auditor", 403), ("machine_medk", 403), ("machine_results", 403), ("methodist", 200),
     ("curator", 200), ("mentor", 200), ("school_head", 200), ("school_deputy", 200)],
)  # fmt: skip
async def test_roles_report_as_the_table_of_permissions_says(
    act: Act, role: str, status: int
) -> None:
    body = {"action": "start", "school_id": school("own")}
    await act(role, f"{window()}/reports", body, status)


@pytest.mark.parametrize("role", ["methodist", "curator", "mentor", "school_head", "school_deputy"])
async def test_who_reports_does_not_decide(act: Act, role: str) -> None:
    body = {"action": "accept", "school_id": school("own")}
    await act(role, f"{window()}/decisions", body, 403)


@pytest.mark.parametrize("place", ["reports", "decisions", "reschedules"])
async def test_a_foreign_row_a_foreign_school_and_nothing_look_the_same(
    act: Act, place: str
) -> None:
    bodies: dict[str, dict[str, Any]] = {
        "reports": {"action": "start"},
        "decisions": {"action": "cancel", "reason": "не наше"},
        "reschedules": {"to_on": "2021-05-01", "reason": "не наше"},
    }
    nobody = str(key("nothing at all"))
    for path, someone in (
        (window("foreign:500+.6"), "foreign"),
        (f"/windows/{nobody}", "own"),
        (window(), "foreign"),
        (window(), "third"),  # a school of ours that the row is not about
    ):
        body = bodies[place] | {"school_id": school(someone)}
        refused = await act("coordinator", f"{path}/{place}", body, 404)
        assert CANARY not in str(refused)
    await act("coordinator", f"{window()}/{place}", bodies[place] | {"school_id": nobody}, 404)


async def test_a_school_that_has_acted_stays_visible_after_it_has_left_the_project(
    act: Act, get: Get, change: Change
) -> None:
    await act("office_specialist", f"{window()}/reports", REPORT)
    await change(
        "update project_member set left_on = '2021-03-16' where school_id = :s",
        s=key("school:second"),
    )
    whole = await get("coordinator", f"/activities/{key(f'activity:{READY}')}/occurrences")
    assert occurrence(whole, "second")["state"] == "reported"
