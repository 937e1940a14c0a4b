"""Identifiers of invented schools are valid in form and can belong to nobody; real schools get none."""

import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.identifiers import (
    fisoko_login,
    inn_control,
    ogrn_control,
    school_code,
    synthetic_inn,
    synthetic_ogrn,
)


async def test_control_digits_satisfy_the_database(database: AsyncConnection) -> None:
    numbers = [("63", 1004), ("01", 1), ("83", 480), ("63", 2664)]
    for region, number in numbers:
        inn, ogrn = synthetic_inn(region, number), synthetic_ogrn(region, number)
        valid = sa.select(sa.func.app.inn_is_valid(inn), sa.func.app.ogrn_is_valid(ogrn))
        assert tuple((await database.execute(valid)).one()) == (True, True)
        wrong = inn[:-1] + str((int(inn[-1]) + 1) % 10)
        assert await database.scalar(sa.select(sa.func.app.inn_is_valid(wrong))) is False


@pytest.mark.parametrize("region", ["01", "63", "83"])
def test_no_real_organisation_has_such_numbers(region: str) -> None:
    for number in (1, 480, 1036, 2664):
        assert synthetic_inn(region, number).startswith("00")  # no tax inspectorate 00
        assert synthetic_ogrn(region, number).startswith("9")  # a real ОГРН begins with 1 or 5


def test_control_digits_of_a_real_organisation() -> None:
    # Сбербанк, as published: ИНН 7707083893, ОГРН 1027700132195.
    assert inn_control("770708389") == "3"
    assert ogrn_control("102770013219") == "5"


def test_logins_of_the_sample_files() -> None:
    assert [fisoko_login("63", n) for n in (1001, 1002, 1003)] == [
        "63901001",
        "63901002",
        "63901003",
    ]
    assert school_code("63", 1001) == "Ш631001"


async def test_the_office_has_36_schools_of_the_right_kinds(database: AsyncConnection) -> None:
    kinds = await database.execute(sa.text("select kind, count(*) from school group by kind"))
    found = {row[0]: row[1] for row in kinds}
    assert sum(found.values()) == 36
    assert (found["lyceum"], found["boarding"]) == (2, 2)


async def test_real_schools_have_their_names_and_no_invented_identifiers(
    database: AsyncConnection,
) -> None:
    rows = await database.execute(
        sa.text(
            "select short_name, inn, ogrn, kpp, site_url from school where not is_synthetic order by code"
        )
    )
    assert [tuple(row) for row in rows] == [
        ("ГБОУ СОШ с. Васильевка", None, None, None, None),
        ("ГБОУ СОШ с. Верхние Белозерки", None, None, None, None),
        ("ГБОУ СОШ с. Новая Бинарадка", None, None, None, None),
    ]


async def test_every_invented_school_says_so_in_its_name(database: AsyncConnection) -> None:
    plain = await database.scalars(
        sa.text(
            "select short_name from school where is_synthetic and short_name !~ '[(]учебн(ая|ый)[)]$'"
        )
    )
    assert list(plain) == []


async def test_thirteen_offices_of_the_region(database: AsyncConnection) -> None:
    assert await database.scalar(sa.text("select count(*) from territorial_office")) == 13
