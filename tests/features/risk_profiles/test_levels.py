"""Each party states its own levels and nobody another's; a change is told in the history."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.features.risk_profiles.conftest import PROFILE, Write, levels
from tests.world import key


def factor(shown: Any, code: str = "low_motivation") -> Any:
    return next(f for f in shown["factors"] if f["code"] == code)


async def test_the_school_states_its_levels_and_submits_them(write: Write, get: Get) -> None:
    await write("school_head", "self-assessment", {}, status=409)
    shown = await write("school_deputy", "levels", levels("school", "high", None))
    assert factor(shown)["school"]["level"] == "high"
    assert factor(shown)["school"]["who"] == "Человек school_deputy"
    assert factor(shown, "staff_shortage")["school"]["no_data_reason"] == "ответов мало"
    assert shown["state"] == "formed"
    sent = await write("school_head", "self-assessment", {})
    assert sent["self_assessed_at"] is not None
    again = await write("school_head", "self-assessment", {}, status=409)
    assert again["detail"] == "Самооценка уже отправлена 17.03.2021."
    assert [s["action"] for s in sent["steps"]] == ["form", "state_levels", "self_assess"]


async def test_a_submission_names_what_is_missing(write: Write) -> None:
    refused = await write("school_head", "self-assessment", {}, status=409)
    assert refused["detail"] == "Отправить пока нельзя, не хватает: оценки школы по 1\u00a0фактору."


@pytest.mark.parametrize(
    ("role", "source", "words"),
    [
        ("curator", "school", "сама школа"),
        ("coordinator", "school", "сама школа"),
        ("school_head", "curator", "куратор этой школы"),
        ("coordinator", "curator", "куратор этой школы"),
        ("curator", "survey", "управление, методист или МЭДК"),
        ("school_deputy", "survey", "управление, методист или МЭДК"),
    ],
)
async def test_nobody_writes_for_another_party(
    write: Write, role: str, source: str, words: str
) -> None:
    refused = await write(role, "levels", levels(source, "low"), status=409)
    assert words in refused["detail"]


@pytest.mark.parametrize(
    "statement",
    [
        "update risk_assessment set level = 'low' where source <> 'school'",
        "insert into risk_assessment (school_id, factor_id, cycle, source, level)"
        " select school_id, factor_id, 2019, 'curator', 'low' from risk_assessment limit 1",
        "insert into risk_verdict (profile_id, school_id, factor_id, verdict, level, is_selected)"
        " select p.id, p.school_id, f.id, 'confirmed', 'low', false from risk_profile p, risk_factor f limit 1",
    ],
)
async def test_the_database_refuses_a_foreign_party_too(
    app_engine: AsyncEngine, statement: str
) -> None:
    async with app_engine.connect() as connection:
        await connection.execute(
            text("select app.enter('person', :person, :session, 'test', null)"),
            {"person": key("person:school_head"), "session": key("session:school_head")},
        )
        with pytest.raises(DBAPIError, match="row-level security"):
            await connection.execute(text(statement))


async def test_a_curator_who_belongs_to_the_school_is_refused_by_the_database(
    change: Change,
) -> None:
    with pytest.raises(DBAPIError, match="cannot act upon it"):
        await change(
            "update risk_assessment set person_id = :person where school_id = :school and source = 'curator'",
            person=key("person:school_head"),
            school=key("school:own"),
        )


async def test_an_index_of_a_local_survey_is_cut_to_a_level(write: Write) -> None:
    body = {
        "source": "survey",
        "origin": "local_survey",
        "levels": [
            {"factor": "low_motivation", "raw_index": 66.67},
            {"factor": "staff_shortage", "raw_index": 33.3},
        ],
    }
    shown = await write("methodist", "levels", body)
    assert [(factor(shown, c)["survey"]["level"], factor(shown, c)["survey"]["raw_index"])
            for c in ("low_motivation", "staff_shortage")] == [("high", 66.67), ("low", 33.3)]  # fmt: skip
    assert factor(shown)["survey"]["origin"] == "local_survey"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ({"levels": [{"factor": "nothing", "level": "low"}]}, "нет"),
        ({"levels": [{"factor": "low_motivation"}]}, "укажите уровень или причину"),
        ({"levels": [{"factor": "low_motivation", "level": "low", "no_data_reason": "мало"}]}, "укажите"),
        ({"levels": [{"factor": "low_motivation", "raw_index": 50}]}, "местного опроса"),
        ({"origin": "local_survey", "levels": [{"factor": "low_motivation", "raw_index": 5, "level": "high"}]}, "не тот"),
        ({"levels": [{"factor": "low_motivation", "level": "low"}] * 2}, "дважды"),
    ],
)  # fmt: skip
async def test_what_makes_no_sense_is_refused_at_its_place_and_nothing_is_written(
    write: Write, get: Get, body: dict[str, Any], words: str
) -> None:
    before = await get("coordinator", PROFILE)
    refused = await write("coordinator", "levels", {"source": "survey"} | body, status=422)
    assert words in refused["errors"][0]["message"]
    assert refused["errors"][0]["pointer"].startswith("/levels/")
    assert await get("coordinator", PROFILE) == before


async def test_only_the_exchange_says_that_levels_come_from_medk(write: Write) -> None:
    shown = await write("machine_medk", "levels", levels("survey", "low", "high", origin="medk"))
    assert (factor(shown)["survey"]["who"], factor(shown)["survey"]["origin"]) == ("МЭДК", "medk")
    for role, origin in (("machine_medk", "manual"), ("coordinator", "medk")):
        refused = await write(
            role, "levels", levels("survey", "high", "high", origin=origin), status=409
        )
        assert "МЭДК" in refused["detail"]


async def test_the_first_levels_of_the_survey_form_a_profile(
    write: Write, get: Get, change: Change
) -> None:
    path = f"/schools/{key('school:third')}/risk-profile"
    shown = await write("coordinator", "levels", levels("survey", "high", "low"), path=path)
    assert (shown["state"], shown["version"]) == ("formed", 1)
    same = await write("coordinator", "levels", levels("survey", "high", "low"), path=path)
    assert (same["version"], same["steps"]) == (1, shown["steps"])


async def test_a_stale_or_unnamed_version_writes_nothing(write: Write, anonymous: Any) -> None:
    await write("school_head", "levels", levels("school", "high"), version=7, status=412)
    reply = await anonymous.put(
        f"/api/v1{PROFILE}/levels",
        headers=headers_of("school_head"),
        json=levels("school", "high", cycle=2021),
    )
    assert reply.status_code == 428
