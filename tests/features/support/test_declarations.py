"""What people know, where they are not impartial, and who is proposed on the strength of it."""

import pytest
from sqlalchemy.exc import IntegrityError

from tests.features.conftest import Change, Get
from tests.features.support.conftest import CURATOR, Send, appointing
from tests.world import key

OWN, SECOND = key("school:own"), key("school:second")


async def test_a_standing_conflict_keeps_from_an_appointment_until_it_is_withdrawn(
    send: Send,
) -> None:
    declared = await send(
        "head", "/conflicts", 201, person_id=CURATOR, school_id=SECOND, reason="жена работает там"
    )
    again = {"person_id": CURATOR, "school_id": SECOND, "reason": "ещё раз"}
    assert "уже заявлен" in (await send("head", "/conflicts", 409, **again))["detail"]
    to = f"/schools/{SECOND}/assignments"
    assert "конфликт интересов" in (await send("head", to, 409, **appointing()))["detail"]
    standing = declared["conflicts"][0]
    withdraw = f"/conflicts/{standing['id']}/withdraw"
    await send("mentor", withdraw, 404, reason="не моё")
    done = await send("curator", withdraw, reason="жена уволилась")
    assert done["person_id"] == str(CURATOR)
    assert "уже снят" in (await send("head", withdraw, 409, reason="ещё раз"))["detail"]
    await send("head", to, 201, **appointing())


async def test_a_conflict_declared_by_himself_leaves_the_assignment_and_asks_to_replace_him(
    send: Send, get: Get
) -> None:
    await send(
        "curator", "/conflicts", 201, person_id=CURATOR, school_id=OWN, reason="племянник учится"
    )
    team = await get("head", f"/schools/{OWN}/assignments")
    assert team["findings"] == ["Человек curator, куратор: заявлен конфликт интересов, замените"]
    listed = (await get("head", "/curators", q="curator"))["items"][0]
    assert listed["schools"][0]["warning"] == "заявлен конфликт интересов, замените"
    proposals = await get("head", f"/schools/{OWN}/assignment-proposals")
    reasons = [r["text"] for r in proposals["items"][-1]["reasons"]]
    assert reasons[:2] == [
        "Нельзя: заявлен конфликт интересов: племянник учится.",
        "Нельзя: уже куратор этой школы.",
    ]


async def test_competences_are_replaced_whole_by_version_and_only_by_him_or_the_office(
    send: Send, get: Get
) -> None:
    path = f"/people/{CURATOR}/competences"
    before = (await get("curator", "/curators", q="curator"))["items"][0]
    wish = {
        "subjects": [{"code": "math", "note": None}],
        "factors": [],
        "municipality_id": key("municipality:own"),
    }
    await send("mentor", path, 404, "PUT", before["competences_version"], **wish)
    after = await send("curator", path, 200, "PUT", before["competences_version"], **wish)
    assert [c["code"] for c in after["competences"]] == ["math"]
    assert after["municipality"] == "Район"
    await send("head", path, 412, "PUT", before["competences_version"], **wish)
    version = after["competences_version"]
    wrong = await send(
        "head", path, 422, "PUT", version, **(wish | {"factors": [{"code": "magic"}]})
    )
    assert wrong["errors"][0]["pointer"] == "/factors"
    same = await send("head", path, 200, "PUT", version, **wish)
    assert same["competences_version"] == version


async def test_proposals_count_the_load_on_the_asked_day_and_know_the_needs_of_the_school(
    send: Send, get: Get, successor: str
) -> None:
    before = (await get("curator", "/curators", q="curator"))["items"][0]["competences_version"]
    wish = {
        "subjects": [{"code": "math"}],
        "factors": [{"code": "low_motivation"}],
        "municipality_id": key("municipality:own"),
    }
    await send("head", f"/people/{CURATOR}/competences", 200, "PUT", before, **wish)
    path = f"/schools/{SECOND}/assignment-proposals"
    found = await get("head", path)
    first, second = found["items"]
    texts = [r["text"].replace("\u00a0", " ") for r in first["reasons"]]
    assert first["full_name"] == "Человек curator"
    assert texts[:2] == [
        "Ведёт 1 школу из 3.",
        "Тот же муниципалитет, Район; точное расстояние неизвестно.",
    ]
    assert any("Низкая учебная мотивация" in text for text in texts)
    assert second["full_name"] == f"Человек {successor}"
    assert "Расстояния до школ в системе нет" in found["note"]
    assert (await get("head", path, on="2021-02-11"))["items"][0]["load"] == 0


@pytest.mark.parametrize("reason", ["conflict", "own_school"])
async def test_the_database_itself_refuses_whom_nobody_may_appoint(
    change: Change, reason: str
) -> None:
    if reason == "conflict":
        await change(
            "insert into conflict_declaration (person_id, school_id, reason) values (:p, :s, 'родство')",
            p=CURATOR,
            s=SECOND,
        )
    else:
        await change("update person set school_id = :s where id = :p", p=CURATOR, s=SECOND)
    name = "assignment_no_conflict" if reason == "conflict" else "assignment_not_own_school"
    with pytest.raises(IntegrityError) as refusal:
        await change(
            "insert into assignment (school_id, person_id, kind, period, act_text)"
            " values (:s, :p, 'curator', '[2021-03-01,)', 'приказ')",
            p=CURATOR,
            s=SECOND,
        )
    assert refusal.value.orig is not None
    assert getattr(refusal.value.orig.__cause__, "constraint_name", None) == name


async def test_a_curator_of_the_office_by_his_municipality_is_seen_before_his_first_school(
    get: Get, change: Change
) -> None:
    await change("insert into person (full_name) values (:name)", name="Новиков Н. Н.")
    await change(
        "insert into role_grant (person_id, role, valid_from)"
        " select id, 'curator', '2021-01-01' from person where full_name = :name",
        name="Новиков Н. Н.",
    )
    assert (await get("head", "/curators", q="новиков"))["items"] == []
    await change(
        "update person set municipality_id = :m where full_name = :name",
        m=key("municipality:own"),
        name="Новиков Н. Н.",
    )
    assert [c["load"] for c in (await get("head", "/curators", q="новиков"))["items"]] == [0]
    await change(
        "update person set municipality_id = :m where full_name = :name",
        m=key("municipality:foreign"),
        name="Новиков Н. Н.",
    )
    assert (await get("head", "/curators", q="новиков"))["items"] == []
