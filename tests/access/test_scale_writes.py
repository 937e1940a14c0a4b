"""Scales and passports past the API: who writes, in whose name, and that a version is never changed."""

import asyncpg
import pytest

from tests.access.conftest import Connection, EnterAs
from tests.world import key

SCALE = (
    "insert into scale (kind, procedure, subject_id, programme_grade, series, year_from, year_to, min_test,"
    " conditions, source, confidence, version, state, origin, author_id, reason, basis)"
    " values ('certificate', 'ege', $1, 11, '', 2026, 2026, 24, '[]', 'x', 'x', 1, 'current', $2, $3, 'x', 'x')"
)
PASSPORT = (
    "insert into work_passport (office_id, subject_id, grade, programme_grade, year, wave, series, title, tasks,"
    " state, version, author_id) values ($1, $2, 5, 5, 2021, 'exit', '', 'x', '[]', 'draft', 1, $3)"
)


async def test_only_methodists_and_coordinators_write_scales_and_in_their_own_name(
    app_role: Connection, enter_as: EnterAs
) -> None:
    subject = key("subject")
    for role in ("head", "office_specialist", "curator", "school_head", "auditor"):
        async with app_role.transaction():
            await enter_as(app_role, role)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with app_role.transaction():
                    await app_role.execute(SCALE, subject, "person", key(f"person:{role}"))
    for origin, author in (("person", "person:head"), ("file", "person:methodist")):
        async with app_role.transaction():
            await enter_as(app_role, "methodist")
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with app_role.transaction():
                    await app_role.execute(SCALE, subject, origin, key(author))
    async with app_role.transaction():
        await enter_as(app_role, "methodist")
        await app_role.execute(SCALE, subject, "person", key("person:methodist"))


async def test_a_version_is_superseded_and_nothing_else(
    app_role: Connection, worker_role: Connection, enter_as: EnterAs
) -> None:
    async with app_role.transaction():
        await enter_as(app_role, "methodist")
        for change in ("min_3 = 2", "source = 'иное'", "state = 'offered'"):
            with pytest.raises(asyncpg.CheckViolationError, match="never changed"):
                async with app_role.transaction():
                    await app_role.execute(
                        f"update scale set {change} where id = $1", key("scale:own")
                    )
        done = await app_role.execute(
            "update scale set state = 'superseded' where id = $1", key("scale:own")
        )
        assert done == "UPDATE 1"
        # A passport of another office is nothing to him, nor is its scale.
        hidden = await app_role.execute(
            "update scale set state = 'superseded' where id = $1", key("scale:foreign")
        )
        assert hidden == "UPDATE 0"
    with pytest.raises(asyncpg.CheckViolationError, match="never changed"):
        await worker_role.execute(
            "update scale set state = 'current' where id = $1", key("scale:own")
        )


async def test_a_passport_is_written_for_ones_own_office_and_never_approved_by_its_author(
    app_role: Connection, worker_role: Connection, enter_as: EnterAs
) -> None:
    for role, office in (
        ("methodist", "foreign"),
        ("school_head", "own"),
        ("office_specialist", "own"),
    ):
        async with app_role.transaction():
            await enter_as(app_role, role)
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with app_role.transaction():
                    await app_role.execute(
                        PASSPORT, key(f"office:{office}"), key("subject"), key(f"person:{role}")
                    )
    async with app_role.transaction():
        await enter_as(app_role, "methodist")
        await app_role.execute(PASSPORT, key("office:own"), key("subject"), key("person:methodist"))
    with pytest.raises(asyncpg.CheckViolationError, match="approved_by_another"):
        await worker_role.execute(
            "update work_passport set state = 'approved', approved_at = app.now(), approved_by_id = author_id"
            " where year = 2021 and wave = 'exit'"
        )
