"""What others have changed since a reader looked last, in sentences; and the counts of support."""

from datetime import date
from typing import Any

import httpx

from backend.features.schools import changes
from backend.tables import Base
from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.world import CANARY, key

OWN = f"/schools/{key('school:own')}"
# The world itself is written by the clock of the machine, later than the moment of the tests.
AFTER_THE_TESTS = "2021-03-18"


async def told(get: Get, role: str, **params: Any) -> list[tuple[str, str, int]]:
    found = await get(role, f"{OWN}/changes", **params)
    assert CANARY not in str(found)
    return [
        (item["text"], item["who"], item["count"])
        for item in found["items"]
        if item["at"] < AFTER_THE_TESTS
    ]


async def write_classes(client: httpx.AsyncClient, role: str, *pupils: int) -> None:
    body = {
        "academic_year": 2020,
        "as_of": "2021-03-01",
        "source": "ОО-1",
        "classes": [{"grade": n, "letter": "Б", "pupils": p} for n, p in enumerate(pupils, 1)],
    }
    there = await client.get(f"/api/v1{OWN}/classes", headers=headers_of(role))
    headers = headers_of(role) | {"If-Match": f'"{there.json()["version"]}"'}
    reply = await client.put(f"/api/v1{OWN}/classes", headers=headers, json=body)
    assert reply.status_code == 200, reply.text


async def look(client: httpx.AsyncClient, role: str) -> None:
    reply = await client.post(f"/api/v1{OWN}/look", headers=headers_of(role))
    assert reply.status_code == 204


async def test_everybody_is_told_what_others_did_and_not_his_own(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    await write_classes(anonymous, "school_head", 10, 11)
    added = ("Контингент по классам: добавлено", "Человек school_head", 2)
    assert added in await told(get, "head")
    assert added in await told(get, "curator")
    assert await told(get, "school_head") == []
    await write_classes(anonymous, "school_deputy", 10, 12)
    changed = ("Контингент по классам: изменено", "Человек school_deputy", 1)
    assert await told(get, "school_head") == [changed]
    assert changed not in await told(get, "school_deputy")


async def test_two_readers_look_each_for_himself_and_what_a_sitting_showed_stays(
    anonymous: httpx.AsyncClient, get: Get, change: Change
) -> None:
    await write_classes(anonymous, "school_head", 10)
    first = await get("coordinator", f"{OWN}/changes")
    assert (first["looked_at"], first["since"][:10]) == (None, "2021-03-10")
    assert (await get("head", f"{OWN}/changes"))["looked_at"].startswith("2021-03-01")
    # A reload, or another device, within half an hour: what was shown is shown again, the very first time too.
    for role, since in (("coordinator", "2021-03-10"), ("head", "2021-03-01")):
        shown = await told(get, role)
        for _ in range(2):
            await look(anonymous, role)
            again = await get(role, f"{OWN}/changes")
            assert again["since"][:10] == since
            assert await told(get, role) == shown != []
    assert (await get("coordinator", f"{OWN}/changes"))["looked_at"] is None
    # The sitting of the head is over: news count from it; the other's still goes on.
    await change(
        "update school_look set looked_at = looked_at - interval '31 minutes' where person_id = :person",
        person=key("person:head"),
    )
    assert (await get("head", f"{OWN}/changes"))["since"] == "2021-03-17T05:09:00Z"
    assert (await get("coordinator", f"{OWN}/changes"))["since"][:10] == "2021-03-10"
    # A new sitting keeps the moment of that one.
    await look(anonymous, "head")
    assert (await get("head", f"{OWN}/changes"))["looked_at"] == "2021-03-17T05:09:00Z"


async def test_those_not_shown_are_counted_however_many_they_are(get: Get, change: Change) -> None:
    await change(
        "do $$ begin for n in 1..600 loop"
        " perform set_config('app.now', (timestamptz '2021-03-16 09:00+04' + n * interval '1 second')::text, true);"
        f" update school_class set pupils = n % 50 where id = '{key('school_class:own:2020:5')}';"
        " end loop; end $$"
    )
    later = await get("head", f"{OWN}/changes", since="2021-03-16T12:00:00Z")
    found = await get("head", f"{OWN}/changes", since="2021-03-16T00:00:00Z")
    assert len(found["items"]) == 50
    assert found["more"] + 50 == 600 + len(later["items"]) + later["more"]


async def test_that_somebody_looked_is_told_to_nobody(
    anonymous: httpx.AsyncClient, get: Get
) -> None:
    await look(anonymous, "head")
    await look(anonymous, "head")
    assert await told(get, "school_head") == []
    everything = (await get("school_head", f"{OWN}/changes"))["items"]
    assert not any("Другие сведения" in item["text"] for item in everything)


async def test_a_moment_is_taken_as_it_is_given(read: Get) -> None:
    for since in ("2100-01-01T00:00:00Z", "2100-01-01T00:00:00+04:00", "2100-01-01T00:00:00"):
        found = await read("head", f"{OWN}/changes", since=since)
        assert (found["items"], found["more"]) == ([], 0)
    await read("head", f"{OWN}/changes", since="вчера", status=422)


def test_every_table_of_a_school_has_words_or_is_silent_on_purpose() -> None:
    of_school = {
        table.name for table in Base.metadata.sorted_tables if "school_id" in table.columns
    } | {"school"}
    worded, silent = set(changes._WORDS), set(changes._SILENT)
    assert of_school == worded | silent
    assert worded & silent == set()
    for words in changes._WORDS.values():
        assert not set(words) & set("_abcdefghijklmnopqrstuvwxyz")


async def test_the_summary_counts_what_there_is(get: Get, change: Change) -> None:
    for table in OF_WORLD:
        await change(f"delete from {table}")
    before = await get("head", f"{OWN}/summary")
    assert (before["next_visit_on"], before["open_action_points"], before["measures"]) == (
        None,
        0,
        0,
    )
    assert (before["documents_approved"], before["documents_required"]) == (0, 5)
    school = key("school:own")
    for state, day in (
        ("planned", date(2021, 4, 2)),
        ("confirmed", date(2021, 3, 25)),
        ("cancelled", date(2021, 3, 18)),
    ):
        await change(VISIT, school=school, person=key("person:curator"), state=state, day=day)
    for state, day in (
        ("open", date(2021, 3, 16)),
        ("open", date(2021, 3, 17)),
        ("cancelled", date(2021, 3, 1)),
    ):
        await change(POINT, school=school, person=key("person:curator"), state=state, day=day)
    await change(SELECTED, school=school, profile=key("risk_profile:own"), factor=key("factor"))
    await change(PROGRAMME, id=key("programme"), school=school, factor=key("factor"))
    await change(MEASURES, id=key("programme"), school=school)
    # A programme of another year with measures of its own: not of this glance.
    older = {"id": key("older"), "school": school}
    await change(PROGRAMME.replace("2021, 'acc", "2020, 'acc"), factor=key("factor"), **older)
    await change(MEASURES, **older)
    found = await get("head", f"{OWN}/summary")
    assert found["next_visit_on"] == "2021-03-25"
    assert (found["open_action_points"], found["overdue_action_points"]) == (2, 1)
    assert (found["programmes_accepted"], found["programmes_selected"]) == (1, 1)
    assert (found["measures_confirmed"], found["measures"]) == (1, 3)
    living = (await get("coordinator", f"{OWN}/reorganisations/preview"))["living"]
    assert {i["kind"]: i["count"] for i in living}["visit"] == 2
    await change(
        "insert into school_document (school_id, kind_id, cycle, title, state, approved_on, approved_version, first_submitted_on)"
        " select :school, k.id, 2021, k.title, case k.code when 'development_concept' then 'approved' else 'submitted' end,"
        " case k.code when 'development_concept' then date '2021-03-05' end,"
        " case k.code when 'development_concept' then 1 end, '2021-03-01'"
        " from document_kind k where k.code in ('development_concept', 'medium_term_programme')",
        school=school,
    )
    found = await get("head", f"{OWN}/summary")
    assert (found["documents_approved"], found["documents_waiting"]) == (1, 1)
    foreign = await get("admin", f"/schools/{key('school:foreign')}/summary")
    assert (foreign["next_visit_on"], foreign["documents_waiting"]) == (None, 0)


OF_WORLD = (
    "target_link",
    *("action_point_check", "action_point_step", "action_point"),
    *("visit_file", "visit_finding", "visit_entry", "visit_step", "visit"),
    *("programme_step", "programme_measure", "risk_programme", "risk_verdict"),
)
VISIT = (
    "insert into visit (school_id, person_id, state, purpose, planned_on, bank, reason)"
    " values (:school, :person, :state, 'проверка', :day, 2021, 'нет причины')"
)
POINT = (
    "insert into action_point (school_id, assignee_id, state, text, priority, due_on)"
    " values (:school, :person, :state, 'составить план', 'medium', :day)"
)
SELECTED = (
    "insert into risk_verdict (profile_id, school_id, factor_id, verdict, level, is_selected)"
    " values (:profile, :school, :factor, 'confirmed', 'high', true)"
)
PROGRAMME = (
    "insert into risk_programme (id, school_id, factor_id, cycle, state, goal, accepted_on, version)"
    " values (:id, :school, :factor, 2021, 'accepted', 'цель', '2021-03-10', 1)"
)
MEASURES = (
    "insert into programme_measure (programme_id, school_id, stage, position, title, state, done_on,"
    " evidence_text, confirmed_on) values (:id, :school, 1, 1, 'раз', 'planned', null, null, null),"
    " (:id, :school, 1, 2, 'два', 'planned', null, null, null),"
    " (:id, :school, 2, 3, 'три', 'confirmed', '2021-03-01', 'справка', '2021-03-02')"
)
