"""Reading the log: whose changes, in which order, by page; news since the previous log-in."""

from typing import Any

import httpx

from tests.conftest import headers_of
from tests.features.conftest import Change, Get
from tests.world import CANARY, key


async def events(get: Get, role: str = "admin", **params: Any) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await get(role, "/audit-events", **{"limit": 200} | params))[
        "items"
    ]
    return found


async def test_the_newest_change_comes_first_with_who_what_and_where(
    get: Get, change: Change
) -> None:
    own = key("school:own")
    await at(change, "2021-03-17 09:00+04", f"update school set pupils = 87 where id = '{own}'")
    event = next(e for e in await events(get, table_name="school") if e["operation"] == "update")
    assert (event["old"], event["new"]) == ({"pupils": 86}, {"pupils": 87})
    assert event["school_name"] == "ГБОУ СОШ с. Ёлкино"
    assert event["entity_id"] == str(key("school:own"))
    assert event["natural_key"]
    assert event["who"] == "Человек curator"
    assert event["at"].startswith("2021-03-17T05:00:00")


async def test_filters_narrow_together_and_time_is_a_moment(read: Get) -> None:
    everything = await events(read)
    one = await events(read, table_name="evidence", school_id=str(key("school:own")))
    assert {e["entity_id"] for e in one} == {
        str(key("evidence:own")),
        str(key("evidence_file:own")),
    }
    one = await events(
        read,
        table_name="evidence",
        school_id=str(key("school:own")),
        entity_id=str(key("evidence:own")),
    )
    assert [e["entity_id"] for e in one] == [str(key("evidence:own"))]
    assert await events(read, entity_id=str(key("evidence:own"))) == one
    at = everything[0]["at"]
    assert await events(read, since="2199-01-01T00:00:00Z") == []
    assert len(await events(read, since="1999-01-01T00:00:00+04:00")) == len(everything)
    assert all(e["at"] >= at for e in await events(read, since=at))
    assert await events(read, table_name="no_such_table") == []


async def test_an_official_sees_the_log_of_own_schools_and_nothing_of_others(read: Get) -> None:
    for role in ("head", "coordinator", "office_specialist"):
        found = await events(read, role)
        assert found
        assert CANARY not in str(found)
        names = {e["school_name"] for e in found} - {None}
        assert names == {f"ГБОУ СОШ с. {place}" for place in ("Ёлкино", "Ель", "Жито")}
        assert await events(read, role, school_id=str(key("school:foreign"))) == []
        assert await events(read, role, entity_id=str(key("evidence:foreign"))) == []
    assert CANARY in str(await events(read, "auditor"))


async def test_the_log_is_closed_to_those_without_the_function(reader: httpx.AsyncClient) -> None:
    for role in ("school_head", "curator", "mentor", "methodist", "machine_medk"):
        reply = await reader.get("/api/v1/audit-events", headers=headers_of(role))
        assert reply.status_code == 403, role


async def test_no_secret_and_no_participant_is_in_the_log(read: Get) -> None:
    text = str(await events(read, table_name="credential")) + str(
        await events(read, table_name="protocol_participants")
    )
    assert "argon2" not in text
    assert "sha256:" in text
    assert "[2, 2, 2, 3" not in text


async def test_pages_together_are_the_log_without_loss_or_doubles(get: Get, change: Change) -> None:
    await change("update school set teachers = teachers + n from generate_series(1, 1) n")
    await change("update school set teachers = teachers + 1")
    whole = [e["id"] for e in await events(get, school_id=str(key("school:own")))]
    assert len(whole) > 5
    for limit in (1, 2, 3):
        seen: list[str] = []
        cursor: dict[str, str] = {}
        while True:
            page = await get(
                "admin", "/audit-events", limit=limit, school_id=str(key("school:own")), **cursor
            )
            seen += [e["id"] for e in page["items"]]
            if page["next_cursor"] is None:
                break
            cursor = {"cursor": page["next_cursor"]}
            if len(seen) == limit:  # new changes come on top and move nothing below
                await change(
                    "insert into login_attempt (login_hash, address_prefix) values ('x', 'y')"
                )
        assert seen == whole


async def test_the_number_of_statements_does_not_grow(get: Get, statements: list[str]) -> None:
    await get("admin", "/audit-events", limit=1)
    few = len(statements)
    statements.clear()
    await get("admin", "/audit-events", limit=200)
    assert len(statements) == few <= 2
    statements.clear()
    await get("head", "/me/news")
    assert len(statements) <= 3


async def news(get: Get, role: str) -> dict[str, Any]:
    found: dict[str, Any] = await get(role, "/me/news")
    return found


async def at(change: Change, moment: str, statement: str, **values: Any) -> None:
    """Change something at a moment of the product's clock, in the name of the curator."""
    statements = (
        "do $do$ begin"
        f" perform set_config('app.now', '{moment}', true),"
        f" set_config('app.person', '{key('person:curator')}', true); {statement}; end $do$"
    )
    await change(statements, **values)


async def test_news_tell_what_became_of_facts_since_the_previous_log_in(
    get: Get, change: Change
) -> None:
    school, fact = key("school:own"), key("fact:medk_mark")
    await change(
        "insert into auth_session (person_id, generation, token_hash, rotated_at, started_at, expires_at)"
        " values (:id, 1, 'x', now(), '2021-03-16 12:00+04', '2100-01-01')",
        id=key("person:head"),
    )
    row = f"'{school}', '{fact}', 'requisites', '{{}}', '2021-03-15', '{{}}'"
    insert = "insert into evidence (school_id, fact_kind_id, kind, state, occurred_on, basis) values ({})"
    for moment, state, basis in (
        ("2021-03-16 11:59:59+04", "accepted", "до входа"),
        ("2021-03-16 13:00+04", "submitted", "черновик"),
        ("2021-03-16 14:00+04", "accepted", "отметка"),
        ("2021-03-18 14:00+04", "accepted", "завтра"),
    ):
        await at(change, moment, insert.format(row.format(state, basis)))
    await at(
        change,
        "2021-03-16 15:00+04",
        "update evidence set state = 'revoked' where basis = 'отметка'",
    )
    found = await news(get, "head")
    assert found["previous_login_at"].startswith("2021-03-16T08:00:00")
    assert [(i["sign"], i["text"]) for i in found["items"]] == [
        ("−", "Отметка в МЭДК: снято. Отметка"),
        ("+", "Отметка в МЭДК. Отметка"),
        ("~", "Отметка в МЭДК: представлено, ждёт проверки. Черновик"),
    ]
    first = found["items"][0]
    assert first["school_name"] == "ГБОУ СОШ с. Ёлкино"
    assert first["numbers"] == ["500+.4"]
    assert (first["who"], first["is_mine"]) == ("Человек curator", False)
    mine = await news(get, "curator")
    assert mine["previous_login_at"] is None
    assert all(item["is_mine"] for item in mine["items"])
    assert len(mine["items"]) == 4, "a week back for who has never logged in before"


async def test_news_of_a_foreign_school_are_nobodys_here(get: Get, change: Change) -> None:
    await at(
        change, "2021-03-17 08:00+04",
        f"update evidence set state = 'revoked' where id = '{key('evidence:foreign')}'",
    )  # fmt: skip
    for role in ("head", "school_head", "curator", "machine_medk"):
        assert CANARY not in str(await news(get, role))
    assert CANARY in str(await news(get, "admin"))


async def test_records_of_support_are_news_with_the_rows_that_count_them(
    get: Get, change: Change
) -> None:
    school, person, visit = key("school:own"), key("person:curator"), key("visit:of news")
    planned = (
        "insert into visit (id, school_id, person_id, state, purpose, planned_on, bank)"
        f" values ('{visit}', '{school}', '{person}', 'planned', 'первичное посещение', '2021-03-16', 2021)"
    )
    held = f"update visit set state = 'held', held_on = '2021-03-16' where id = '{visit}'"
    undone = (
        "update visit set state = 'cancelled', reason = 'ошибка', held_on = null"
        f" where id = '{visit}'"
    )
    for hour, statement in ((10, planned), (11, held), (12, undone)):
        await at(change, f"2021-03-16 {hour}:00+04", statement)
    found = (await news(get, "head"))["items"]
    assert [(i["sign"], i["text"], i["numbers"]) for i in found] == [
        ("−", "Посещение проведено: снято. Первичное посещение", ["500+.4"]),
        ("+", "Посещение проведено. Первичное посещение", ["500+.4"]),
    ]
    assert found[0]["school_name"] == "ГБОУ СОШ с. Ёлкино"
    assert CANARY not in str(found)
