"""The text of an edition in force is closed to the application by PostgreSQL itself."""

import asyncpg
import pytest

from backend.core.settings import APP_ROLE, Settings
from tests.access.conftest import _enter_as, address
from tests.features.editions.draft_steps import DRAFT, EDITION, rows_of
from tests.world import key

TEXT_OF_AN_EDITION = (
    "update section set title = 'другое' where edition_id = '{edition}'",
    "delete from section where edition_id = '{edition}'",
    "insert into section (edition_id, code, title, position, form) values ('{edition}', '9', 'Лишний', 9, 'project')",
    "update activity set title = 'другое' where id = '{activity}'",
    "delete from activity where id = '{activity}'",
    "insert into activity (section_id, lineage_id, number, position, title, term_source, recurrence,"
    " responsible_source, target_set, source) select section_id, lineage_id, '9', 9, 'Лишняя', 'май', 'once', 'ЦУ',"
    " 'office', '{{}}' from activity where id = '{activity}'",
    "update activity_window set ends_on = '2022-01-01' where activity_id = '{activity}'",
    "delete from activity_window where activity_id = '{activity}'",
    "insert into activity_window (activity_id, position, slot, ends_on, is_derived)"
    " values ('{activity}', 9, 9, '2022-01-01', false)",
    "update expected_result set facts = array['visit_held'] where activity_id = '{activity}'",
    "delete from expected_result where activity_id = '{activity}'",
    "insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)"
    " values ('{activity}', 9, 'Лишний', 'all', 'office', 'member', array['visit_held'], false)",
    "update activity_party set words = 'никто' where activity_id = '{activity}'",
    "delete from activity_party where activity_id = '{activity}'",
    "insert into activity_party (activity_id, position, part, kind, role, words)"
    " values ('{activity}', 9, 'control', 'role', 'head', 'никто')",
    "insert into author_question (activity_id, text, short_text, asked_on)"
    " values ('{activity}', 'Лишний?', 'лишний', '2021-03-17')",
    "delete from author_question where activity_id = '{activity}'",
    "delete from edition where id = '{edition}'",
    "update lineage set plan_id = plan_id where id = (select lineage_id from activity where id = '{activity}')",
    "delete from lineage where id = (select lineage_id from activity where id = '{activity}')",
    "insert into edition_draft (edition_id, version, document) values ('{edition}', 1, '{{}}')",
)


@pytest.mark.parametrize("role", ["coordinator", "admin"])
@pytest.mark.parametrize("statement", TEXT_OF_AN_EDITION)
async def test_the_application_cannot_touch_the_text_of_an_edition_in_force(
    settings: Settings, statement: str, role: str
) -> None:
    """Whatever the code above does: PostgreSQL refuses, or there is no such row for the application."""
    before = await rows_of(settings, EDITION)
    written = statement.format(edition=EDITION, activity=key("activity:own:500+.4"))
    connection = await asyncpg.connect(address(settings, APP_ROLE))
    touched = "0"
    try:
        async with connection.transaction():
            await _enter_as(connection, role)
            touched = (await connection.execute(written)).rpartition(" ")[2]
    except asyncpg.InsufficientPrivilegeError:
        pass
    await connection.close()
    assert touched == "0"
    assert await rows_of(settings, EDITION) == before


async def test_the_application_writes_rows_only_under_a_draft_of_its_own_office(
    settings: Settings,
) -> None:
    connection = await asyncpg.connect(address(settings, APP_ROLE))
    written = TEXT_OF_AN_EDITION[2]
    async with connection.transaction():
        await _enter_as(connection, "coordinator")
        assert await connection.execute(written.format(edition=DRAFT)) == "INSERT 0 1"
    async with connection.transaction():
        await _enter_as(connection, "coordinator")
        foreign = written.format(edition=key("draft:foreign"))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await connection.execute(foreign)
    await connection.close()
