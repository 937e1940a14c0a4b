"""Bytes on the wire: they fit the schema, cost two statements at most, and are not sent twice."""

import json
from collections.abc import Callable

import httpx
import pytest
from pydantic import BaseModel
from pydantic_core import to_json

from backend.features.figures.replies import KeptBodies
from backend.features.figures.schemas.comparison import ComparisonOut, DynamicsOut
from backend.features.figures.schemas.pictures import FunnelOut, SimilarSchoolsOut
from backend.features.figures.schemas.units import FigureListOut
from tests.features.conftest import Change
from tests.features.figures.planting import (
    Planted,
    counts,
    plant_protocols,
    plant_schools,
    plant_work,
    seeded,
)
from tests.world import key

Headers = Callable[[str], dict[str, str]]
OWN = str(key("school:own"))


@pytest.fixture
async def works(change: Change) -> list[str]:
    rng = seeded(20)
    planted = await plant_schools(change, rng)
    found = [await plant_work(change, f"planted:{year}", year=year) for year in (2020, 2021)]
    schools = [*planted.office_of, OWN, str(key("school:second")), str(key("school:third"))]
    rows = [(s, w, counts(rng, rng.randint(14, 30))) for s in schools for w in found]
    await plant_protocols(change, Planted(), rows)
    return found


def _paths(works: list[str]) -> dict[str, tuple[str, type[BaseModel]]]:
    unit = f"level=school&unit_id={OWN}"
    series = f"{unit}&procedure=vpr&subject=math&grade=6"
    return {
        **{
            level: (f"/figures?level={level}&year=2021", FigureListOut)
            for level in ("school", "municipality", "office", "region", "cluster")
        },
        "empty": ("/figures?year=2050", FigureListOut),
        "comparison": (
            f"/figures/comparison?{unit}&before={works[0]}&after={works[1]}",
            ComparisonOut,
        ),
        "dynamics": (f"/figures/dynamics?{series}", DynamicsOut),
        "funnel": (f"/figures/funnel?work_id={works[1]}", FunnelOut),
        "similar": (f"/schools/{OWN}/similar?work_id={works[1]}", SimilarSchoolsOut),
    }


async def test_bytes_fit_the_schema_to_the_last_field(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str]
) -> None:
    for role in ("admin", "coordinator", "school_head", "curator"):
        for name, (path, schema) in _paths(works).items():
            reply = await anonymous.get(f"/api/v1{path}", headers=as_role(role))
            assert reply.status_code == 200, (name, reply.text)
            read = schema.model_validate_json(reply.content, strict=True)
            assert json.loads(to_json(read)) == json.loads(reply.content), name


async def test_two_statements_beside_the_gate_then_one_and_no_body(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str], statements: list[str]
) -> None:
    headers = as_role("coordinator")
    for name, (path, _) in _paths(works).items():
        statements.clear()
        first = await anonymous.get(f"/api/v1{path}", headers=headers)
        assert len(statements) == 3, name
        statements.clear()
        again = await anonymous.get(f"/api/v1{path}", headers=headers)
        assert again.content == first.content
        assert len(statements) == 2, name
        statements.clear()
        known = {"If-None-Match": first.headers["etag"]}
        nothing = await anonymous.get(f"/api/v1{path}", headers=headers | known)
        assert (nothing.status_code, nothing.content) == (304, b"")
        assert nothing.headers["etag"] == first.headers["etag"]
        assert nothing.headers["cache-control"] == "private, no-cache"
        assert len(statements) == 2, name


async def test_a_change_of_what_figures_are_made_of_makes_a_new_body(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str], change: Change
) -> None:
    path, headers = "/api/v1/figures?year=2021", as_role("coordinator")
    last = await anonymous.get(path, headers=headers)
    for statement in (
        "update school set short_name = 'ГБОУ СОШ с. Новое' where id = :own",
        "update school_class set pupils = 400 where school_id = :own",
        "update municipality set name = 'Новый район'"
        " where id = (select municipality_id from school where id = :own)",
        "update work set max_primary = 30 where id <> :own",
        "update protocol set state = 'reverted' where school_id = :own",
    ):
        await change(statement, own=key("school:own"))
        reply = await anonymous.get(path, headers=headers | {"If-None-Match": last.headers["etag"]})
        assert reply.status_code == 200, statement
        assert reply.headers["etag"] != last.headers["etag"]
        assert reply.content != last.content, statement
        last = reply


async def test_a_change_of_something_else_leaves_the_body(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str], change: Change
) -> None:
    path, headers = "/api/v1/figures?year=2021", as_role("coordinator")
    first = await anonymous.get(path, headers=headers)
    await change("update person set email = 'a@b' where id = :id", id=key("person:curator"))
    second = await anonymous.get(path, headers=headers | {"If-None-Match": first.headers["etag"]})
    assert second.status_code == 304


async def test_nobody_is_sent_what_was_kept_for_another_scope(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str]
) -> None:
    tags, bodies = {}, {}
    for role in ("admin", "coordinator", "methodist", "school_head", "curator", "mentor"):
        reply = await anonymous.get("/api/v1/figures?year=2021", headers=as_role(role))
        tags[role] = reply.headers["etag"]
        bodies[role] = {row["unit_id"] for row in reply.json()["rows"]}
    assert tags["coordinator"] == tags["methodist"]
    assert len(set(tags.values())) == 5
    assert bodies["school_head"] == {OWN}
    assert len(bodies["admin"]) > len(bodies["coordinator"]) == 3


async def test_a_new_assignment_shows_the_curator_the_school_at_once(
    anonymous: httpx.AsyncClient, as_role: Headers, works: list[str], change: Change
) -> None:
    path, headers = "/api/v1/figures?year=2021", as_role("curator")
    first = await anonymous.get(path, headers=headers)
    third = str(key("school:third"))
    assert third not in {row["unit_id"] for row in first.json()["rows"]}
    await change(
        "insert into assignment (school_id, person_id, kind, period, act_text)"
        " select cast(:third as uuid), person_id, kind, period, act_text from assignment where person_id = :id limit 1",
        third=third,
        id=key("person:curator"),
    )
    second = await anonymous.get(path, headers=headers | {"If-None-Match": first.headers["etag"]})
    assert third in {row["unit_id"] for row in second.json()["rows"]}


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("level=class", "level"),
        ("year=20211", "year"),
        ("procedure=ЕНТ", "procedure"),
        ("grade=0", "grade"),
        ("teacher=1", "Неизвестный параметр"),
    ],
)
async def test_bad_filters_are_refused(
    anonymous: httpx.AsyncClient, as_role: Headers, query: str, words: str
) -> None:
    reply = await anonymous.get(f"/api/v1/figures?{query}", headers=as_role("coordinator"))
    assert reply.status_code in {400, 422}
    assert words in reply.text
    assert reply.headers["content-type"] == "application/problem+json"


async def test_sources_name_protocols_uploads_scales_and_formulas(
    anonymous: httpx.AsyncClient, as_role: Headers
) -> None:
    listed = await anonymous.get("/api/v1/figures?year=2020", headers=as_role("coordinator"))
    (row,) = [r for r in listed.json()["rows"] if r["unit_id"] == OWN]
    reply = await anonymous.get(row["sources"], headers=as_role("coordinator"))
    found = reply.json()
    assert found["total"] == len(found["items"]) == 1
    assert found["items"][0]["protocol_id"] == str(key("protocol:own"))
    assert found["items"][0]["upload_id"] == str(key("upload:own"))
    assert {line["code"] for line in found["formulas"]} >= {
        "success",
        "quality",
        "sou",
        "completion",
    }


def test_kept_bodies_are_bounded() -> None:
    bodies = KeptBodies(limit=80)
    for number in range(20):
        bodies.put(str(number), b"x" * 10)
    bodies.put("large", b"x" * 11)
    assert bodies.get("large") is None
    assert bodies.get("0") is None
    assert [n for n in range(20) if bodies.get(str(n))] == list(range(12, 20))
