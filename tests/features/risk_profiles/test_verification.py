"""Verdicts of the curator, two signatures under one version, locking, opening again."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import text

from backend.core.database import SessionFactory
from tests.features.conftest import Change, Get
from tests.features.risk_profiles.conftest import DECIDED, PROFILE, Write, verdicts
from tests.world import key

Visit = Callable[[], Awaitable[None]]


async def verified(write: Write, visited: Visit) -> Any:
    await visited()
    await write("curator", "verdicts", DECIDED)
    await write("curator", "sign", {})
    return await write("school_head", "sign", {})


async def test_the_first_verdict_starts_verification(write: Write) -> None:
    shown = await write("curator", "verdicts", verdicts({"reason": "видел уроки"}))
    assert shown["state"] == "verification"
    found = shown["factors"][0]["verdict"]
    assert (found["verdict"], found["level"], found["who"]) == (
        "confirmed",
        "high",
        "Человек curator",
    )
    assert shown["selected"] == 1
    same = await write("curator", "verdicts", verdicts({"reason": "видел уроки"}))
    assert (same["version"], same["steps"]) == (shown["version"], shown["steps"])


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({}, "Стороны расходятся"),
        ({"verdict": "not_confirmed", "is_selected": False}, "Напишите причину"),
        ({"verdict": "not_confirmed", "reason": "нет признаков"}, "в работу не берут"),
        ({"verdict": "level_changed", "reason": "видел иное"}, "на который он изменён"),
        ({"verdict": "level_changed", "level": "medium", "reason": "иное"}, "подтверждён, а не изменён"),
    ],
)  # fmt: skip
async def test_a_verdict_must_say_why_and_make_sense(
    write: Write, get: Get, said: dict[str, Any], words: str
) -> None:
    before = await get("curator", PROFILE)
    refused = await write("curator", "verdicts", verdicts(said), status=422)
    assert words in refused["errors"][0]["message"]
    assert await get("curator", PROFILE) == before


async def test_a_level_nobody_stated_is_a_changed_one(write: Write) -> None:
    refused = await write(
        "curator", "verdicts", verdicts({"reason": "решено"}, {"is_selected": False}), status=422
    )
    assert refused["errors"][0]["pointer"] == "/verdicts/1"
    assert "одного общего у сторон нет" in refused["errors"][0]["message"]


async def test_a_signature_names_everything_that_is_missing(
    write: Write, visited: Visit, change: Change
) -> None:
    await change("update visit set state = 'planned', held_on = null")
    await write("curator", "verdicts", verdicts({"reason": "видел уроки"}))
    refused = await write("curator", "sign", {}, status=409)
    assert refused["detail"] == (
        "Подписать пока нельзя, не хватает: решения куратора по 1\u00a0фактору; проведённого посещения школы."
    )
    await visited()
    await write("curator", "verdicts", DECIDED)
    assert (await write("curator", "sign", {}))["state"] == "verification"


@pytest.mark.parametrize("order", [("curator", "school_head"), ("school_head", "curator")])
async def test_two_signatures_under_one_version_verify_a_profile(
    write: Write, visited: Visit, order: tuple[str, str]
) -> None:
    await visited()
    version = (await write("curator", "verdicts", DECIDED))["version"]
    first = await write(order[0], "sign", {}, version=version)
    assert (first["state"], len(first["signatures"])) == ("verification", 1)
    again = await write(order[0], "sign", {}, status=409)
    assert "Ваша подпись уже стоит" in again["detail"]
    both = await write(order[1], "sign", {}, version=version)
    assert (both["state"], both["verified_on"]) == ("verified", "2021-03-17")
    assert {s["who"] for s in both["signatures"]} == {"Человек curator", "Человек school_head"}
    for role, part, body in (
        ("curator", "verdicts", DECIDED | verdicts({"reason": "другая"})),
        ("school_head", "levels", {"source": "school", "levels": [{"factor": "low_motivation", "level": "high"}]}),
        ("curator", "sign", {}),
    ):  # fmt: skip
        await write(role, part, body, status=409)


async def test_any_change_after_a_signature_drops_both_and_says_so(
    write: Write, visited: Visit
) -> None:
    await visited()
    await write("curator", "verdicts", DECIDED)
    await write("curator", "sign", {})
    shown = await write(
        "school_head",
        "levels",
        {"source": "school", "levels": [{"factor": "low_motivation", "level": "medium"}]},
    )
    assert shown["signatures"] == []
    assert [s["action"] for s in shown["steps"]][-2:] == ["drop_signatures", "state_levels"]
    assert shown["steps"][-2]["words"] == "подписи сняты: профиль изменён после подписания"


async def test_the_office_locks_and_opens_again_and_the_fact_goes_away(
    write: Write, visited: Visit, worker_sessions: SessionFactory
) -> None:
    async def days() -> list[Any]:
        async with worker_sessions() as session:
            found = await session.scalars(
                text(
                    "select since_on from fact where fact = 'risk_profile_verified' and school_id = :school"
                ),
                {"school": key("school:own")},
            )
            return list(found)

    assert await days() == []
    shown = await verified(write, visited)
    assert await days() == [date(2021, 3, 17)]
    assert "reopen" not in shown["allowed_actions"]
    locked = await write("coordinator", "lock", {})
    assert locked["state"] == "locked"
    await write("coordinator", "lock", {}, status=409)
    await write("coordinator", "reopen", {}, status=422)
    opened = await write("coordinator", "reopen", {"reason": "ошибка в факторе"})
    assert (opened["state"], opened["verified_on"], opened["signatures"]) == (
        "verification", None, [],
    )  # fmt: skip
    assert opened["steps"][-1]["reason"] == "ошибка в факторе"
    assert await days() == []
    await write("coordinator", "reopen", {"reason": "ещё раз"}, status=409)


async def test_a_head_never_judges_his_own_school(
    write: Write, visited: Visit, change: Change
) -> None:
    await visited()
    # He is made a curator elsewhere, and acts for the curator of his own school besides.
    await change(
        "insert into role_grant (person_id, role, valid_from) values (:head, 'curator', '2020-01-01')",
        head=key("person:school_head"),
    )
    await change(
        "insert into deputy (person_id, deputy_id, period, basis)"
        " values (:curator, :head, '[2021-03-01,2021-04-01)', 'отпуск')",
        curator=key("person:curator"),
        head=key("person:school_head"),
    )
    refused = await write("school_head", "verdicts", DECIDED, status=409)
    assert "Вы работаете в этой школе" in refused["detail"]
    body = {"source": "curator", "levels": [{"factor": "low_motivation", "level": "low"}]}
    refused = await write("school_head", "levels", body, status=409)
    assert "человек со стороны" in refused["detail"]
    await write("curator", "verdicts", DECIDED)
    signed = await write("school_head", "sign", {})
    assert [s["side"] for s in signed["signatures"]] == ["school"]
    await write("school_head", "sign", {}, status=409)


async def test_a_curator_who_acts_for_the_head_does_not_sign_twice(
    write: Write, visited: Visit, change: Change
) -> None:
    await visited()
    await change(
        "insert into deputy (person_id, deputy_id, period, basis)"
        " values (:head, :curator, '[2021-03-01,2021-04-01)', 'отпуск')",
        curator=key("person:curator"),
        head=key("person:school_head"),
    )
    await write("curator", "verdicts", DECIDED)
    signed = await write("curator", "sign", {})
    assert [s["side"] for s in signed["signatures"]] == ["curator"]
    await write("curator", "sign", {}, status=409)


async def test_a_deputy_head_does_not_sign(write: Write, visited: Visit, change: Change) -> None:
    await visited()
    await write("curator", "verdicts", DECIDED)
    await write("school_deputy", "sign", {}, status=403)
    await change(
        "insert into role_grant (person_id, role, valid_from) values (:id, 'curator', '2020-01-01')",
        id=key("person:school_deputy"),
    )
    refused = await write("school_deputy", "sign", {}, status=409)
    assert "куратор этой школы и её директор" in refused["detail"]


async def test_odd_choices_are_warned_of_and_not_refused(write: Write) -> None:
    none = verdicts(
        {"reason": "видел", "is_selected": False}, {"level": "high", "is_selected": False}
    )
    shown = await write("curator", "verdicts", none)
    assert len(shown["warnings"]) == 2
    assert "не взят ни один фактор" in shown["warnings"][0]
    assert "Дефицит педагогических кадров" in shown["warnings"][1]


async def test_an_unformed_profile_is_not_verified(write: Write) -> None:
    path = f"/schools/{key('school:third')}/risk-profile"
    refused = await write("admin", "verdicts", DECIDED, path=path, status=409)
    assert refused["detail"] == "Решения по профилю записывает куратор этой школы."
