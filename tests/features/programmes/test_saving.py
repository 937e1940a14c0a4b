"""A programme is saved as one document by its version; wrong input is told at its field and nothing is lost."""

import re
from random import Random
from typing import Any

import pytest

from tests.conftest import headers_of
from tests.features.conftest import Change
from tests.features.programmes.conftest import FIRST, GOOD, OWN, SECOND, Programmes, body_of, id_of
from tests.world import key


def titles(programme: Any) -> list[str]:
    return [m["title"] for m in programme["measures"]]


async def test_without_a_version_nothing_is_saved_and_an_old_one_loses_nothing(
    programmes: Programmes,
) -> None:
    made = await programmes.begin()
    unversioned = await programmes.client.put(
        f"/api/v1/programmes/{id_of(made)}", headers=headers_of("school_head"), json=GOOD
    )
    assert unversioned.status_code == 428
    saved = await programmes.save(made, goal="Закрыть все вакансии до осени")
    assert (saved["version"], saved["goal"]) == (2, "Закрыть все вакансии до осени")
    stale = await programmes.save(
        made, who="school_deputy", status=412, goal="Другая цель", measures=[]
    )
    assert "уже изменили" in stale["detail"]
    there = await programmes.read(made)
    assert (there["version"], there["goal"], len(there["measures"])) == (2, saved["goal"], 2)
    assert len(there["steps"]) == 2


async def test_measures_keep_their_identity_while_they_are_reworded_moved_added_and_removed(
    programmes: Programmes,
) -> None:
    made = await programmes.begin(GOOD | {"measures": [FIRST, SECOND, FIRST | {"title": "Третья"}]})
    one, two, three = body_of(made)["measures"]
    new = FIRST | {"title": "Новая"}
    moved = await programmes.save(made, measures=[three, new, two | {"title": "Иначе"}, one])
    assert titles(moved) == ["Третья", "Новая", "Иначе", FIRST["title"]]
    assert [m["position"] for m in moved["measures"]] == [1, 2, 3, 4]
    ids = [m["id"] for m in moved["measures"]]
    assert (ids[0], ids[2], ids[3]) == (three["id"], two["id"], one["id"])
    left = await programmes.save(moved, measures=[one, three])
    assert [m["id"] for m in left["measures"]] == [one["id"], three["id"]]
    assert (await programmes.save(left, measures=[]))["measures"] == []


async def test_random_orders_of_measures_are_kept_as_they_were_sent(programmes: Programmes) -> None:
    random = Random(4)  # noqa: S311
    made = await programmes.begin(
        GOOD | {"measures": [FIRST | {"title": f"Мера {n}"} for n in range(6)]}
    )
    for turn in range(12):
        measures = body_of(made)["measures"]
        random.shuffle(measures)
        measures = measures[: random.randint(3, 6)]
        measures.insert(random.randint(0, len(measures)), SECOND | {"title": f"Ещё {turn}"})
        made = await programmes.save(made, measures=measures)
        assert titles(made) == [m["title"] for m in measures]


async def test_a_measure_that_was_shown_is_neither_reworded_nor_removed_but_may_be_moved(
    programmes: Programmes, change: Change
) -> None:
    made = await programmes.begin()
    fixed, other = body_of(made)["measures"]
    for state in ("submitted", "returned", "confirmed"):
        await change(
            "update programme_measure set state = :state, done_on = '2021-03-10', evidence_text = 'приказ',"
            " reason = 'нет', confirmed_on = case when :state = 'confirmed' then date '2021-03-12' end"
            " where id = :id",
            state=state, id=fixed["id"],
        )  # fmt: skip
        for wrong in (
            [other],
            [],
            [fixed | {"title": "Иначе"}, other],
            [fixed | {"stage": 2}, other],
            [fixed | {"due_on": "2021-06-20"}, other],
            [fixed | {"responsible": None}, other],
        ):
            refused = await programmes.save(made, measures=wrong, status=409)
            assert refused["detail"].startswith(f"Мера «{FIRST['title']}» уже выполнялась")
        made = await programmes.save(made, measures=[other, fixed])
        assert made["measures"][1]["state"] == state


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"goal": "  "}, "/goal"),
        ({"goal": "а" * 4001}, "/goal"),
        ({"goal": None}, "/goal"),
        ({"baseline": "много"}, "/baseline"),
        ({"baseline": "NaN"}, "/baseline"),
        ({"target": "1.234"}, "/target"),
        ({"target": "99999999999.00"}, "/target"),
        ({"starts_on": "30.02.2021"}, "/starts_on"),
        ({"starts_on": "2021-05-01", "ends_on": "2021-04-30"}, "/ends_on"),
        ({"measures": [FIRST | {"title": "я"}]}, "/measures/0/title"),
        ({"measures": [FIRST, SECOND | {"stage": 3}]}, "/measures/1/stage"),
        ({"measures": [FIRST | {"due_on": "скоро"}]}, "/measures/0/due_on"),
        ({"measures": [FIRST | {"id": "00000000-0000-4000-8000-00000000dead"}]}, "/measures/0/id"),
        ({"measures": [FIRST] * 101}, "/measures"),
        ({"goal": "Цель", "state": "accepted"}, "/state"),
    ],
)
async def test_wrong_input_is_told_at_its_field_in_russian(
    programmes: Programmes, changes: dict[str, Any], pointer: str
) -> None:
    made = await programmes.begin()
    for refused in (
        await programmes.save(made, status=422, **changes),
        await programmes.begin(GOOD | changes, factor="low_motivation", cycle=2021, status=None),
    ):
        told = refused if isinstance(refused, dict) else refused.json()
        if not isinstance(refused, dict) and refused.status_code == 409:
            continue  # there is one already: that is told first
        assert pointer in [error["pointer"] for error in told["errors"]]
        assert all(re.search("[а-яё]", error["message"]) for error in told["errors"])
    assert (await programmes.read(made))["version"] == 1


async def test_a_measure_of_another_programme_or_named_twice_is_not_taken(
    programmes: Programmes, change: Change
) -> None:
    await change("update risk_programme set state = 'draft', accepted_on = null where school_id = :s",
                 s=OWN)  # fmt: skip
    made = await programmes.begin()
    first = body_of(made)["measures"][0]
    twice = await programmes.save(made, measures=[first, first], status=422)
    assert twice["errors"][0]["pointer"] == "/measures"
    foreign = body_of(await programmes.read(str(key("programme:own"))))["measures"][3]
    refused = await programmes.save(made, measures=[first, foreign], status=422)
    assert refused["errors"][0]["pointer"] == "/measures/1/id"


async def test_a_programme_is_begun_about_a_factor_of_the_cycle_and_only_once(
    programmes: Programmes,
) -> None:
    for wrong in ({"factor": "no_such"}, {"cycle": 2022}):
        refused = await programmes.begin(status=422, **wrong)
        assert refused["errors"][0]["pointer"] == "/factor"
    await programmes.begin()
    there = await programmes.begin(status=409, who="school_deputy")
    assert there["type"].endswith("already-there")


VALUES: tuple[Any, ...] = (
    None, True, 0, -1, 2**70, 1.5, "", " ", "я" * 5000, "\x00", "а\x00б", "0001-01-01", [], {}, [[]], "1e5", "Infinity",
)  # fmt: skip


async def test_no_body_makes_a_save_fail(programmes: Programmes) -> None:
    random = Random(7)  # noqa: S311
    made = await programmes.begin()
    for _ in range(120):
        body: dict[str, Any] = body_of(made)
        if random.random() < 0.5:
            body[random.choice([*body])] = random.choice(VALUES)
        else:
            body["measures"][0][random.choice([*body["measures"][0]])] = random.choice(VALUES)
        reply = await programmes.client.put(
            f"/api/v1/programmes/{id_of(made)}",
            headers=headers_of("school_head") | {"If-Match": f'"{made["version"]}"'},
            json=body,
        )
        assert reply.status_code < 500, (body, reply.text)
        if reply.status_code == 200:
            made = reply.json()
            if len(made["measures"]) < 2:
                made = await programmes.save(made, measures=[FIRST, SECOND])
        else:
            assert re.search("[а-яё]", reply.json()["detail"]), reply.text
