"""Synthetic results: the shown numbers, figures that add up, the same rows from the same seed."""

import hashlib
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import numpy as np
import pytest
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.domain.scales import Scale, mark_of
from backend.seed.known_results import deal, shares
from backend.seed.scores import Protocol, SeedSchool, SeedWork, generate, tasks_of
from backend.seed.wide_registry import country_batches, region_batches

WORK = SeedWork(
    id=UUID(int=1),
    name="vpr/2019/spring/math/6/6",
    procedure="vpr",
    grade=6,
    scale=Scale(6, 10, 14, 16),
    scale_id=None,
    shift=0.0,
)
SCHOOLS = [
    SeedSchool(id=UUID(int=n), code=f"Ш{n}", pupils=pupils, last_grade=11, ability=ability)
    for n, pupils, ability in ((10, 86, -0.5), (11, 148, -0.3), (12, 548, 0.4))
]


def digest() -> str:
    """A hash of what the generator makes of one seed."""
    found = hashlib.sha256()
    for protocol in generate(SCHOOLS, [WORK], np.random.default_rng(7), set()):
        found.update(protocol.content_hash.encode())
    for protocol in deal(
        SCHOOLS, WORK, marks=[5, 20, 9, 3], journal=None, rng=np.random.default_rng(7)
    ):
        found.update(protocol.content_hash.encode())
    return found.hexdigest()


def check_sums(protocol: Protocol) -> None:
    tasks = len(protocol.task_max)
    for place in range(protocol.participants):
        scores = protocol.task_scores[place * tasks : (place + 1) * tasks]
        assert all(
            0 <= score <= most for score, most in zip(scores, protocol.task_max, strict=True)
        )
        assert sum(scores) == protocol.primary_scores[place]
        assert mark_of(protocol.primary_scores[place], WORK.scale) == protocol.marks[place]
        assert protocol.journal_marks is not None
        assert protocol.journal_marks[place] in {2, 3, 4, 5}
    assert [protocol.marks.count(mark) for mark in (2, 3, 4, 5)] == [
        protocol.n2,
        protocol.n3,
        protocol.n4,
        protocol.n5,
    ]
    assert sum(protocol.primary_scores) == protocol.sum_primary
    assert protocol.lowered + protocol.confirmed + protocol.raised == protocol.participants
    assert protocol.codes == sorted(set(protocol.codes))


def test_generated_protocols_add_up() -> None:
    protocols = list(generate(SCHOOLS, [WORK], np.random.default_rng(1), set()))
    assert len(protocols) == 3
    for protocol in protocols:
        check_sums(protocol)


def test_abler_schools_do_better() -> None:
    weak, strong = (
        SeedSchool(id=UUID(int=n), code=str(n), pupils=2_000, last_grade=11, ability=ability)
        for n, ability in ((1, -0.5), (2, 0.5))
    )
    worse, better = generate([weak, strong], [WORK], np.random.default_rng(3), set())
    assert worse.n2 / worse.participants > better.n2 / better.participants + 0.1


def test_skipped_pairs_are_not_generated() -> None:
    skip = {(SCHOOLS[0].id, WORK.id)}
    protocols = list(generate(SCHOOLS, [WORK], np.random.default_rng(1), skip))
    assert [p.school_id for p in protocols] == [school.id for school in SCHOOLS[1:]]


def test_dealt_marks_and_journal_are_exact() -> None:
    protocols = list(
        deal(SCHOOLS, WORK, marks=[24, 31, 12, 3], journal=[26, 4], rng=np.random.default_rng(2))
    )
    for protocol in protocols:
        check_sums(protocol)
    assert [sum(getattr(p, f) for p in protocols) for f in ("n2", "n3", "n4", "n5")] == [
        24,
        31,
        12,
        3,
    ]
    assert (sum(p.lowered for p in protocols), sum(p.raised for p in protocols)) == (26, 4)


def test_same_seed_same_rows_in_another_process() -> None:
    script = "from tests.seed.test_results import digest; print(digest())"
    found = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parents[2],
        env={"PYTHONHASHSEED": "12345", "PYTHONPATH": "."},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    assert found.stdout.strip() == digest()


@pytest.mark.parametrize("most", [5, 14, 16, 20, 31, 51])
def test_tasks_add_up_to_the_maximum(most: int) -> None:
    tasks = tasks_of(most)
    assert sum(tasks) == most
    assert len(tasks) <= 14
    assert min(tasks) >= 1


def test_shares_add_up() -> None:
    assert shares(73, [131, 146, 94, 158, 88, 139]) == [13, 14, 9, 15, 9, 13]
    assert sum(shares(39_300, [1.0] * 82)) == 39_300


def test_scales_have_700_and_40_000_schools() -> None:
    region = region_batches()
    assert len(region) == 12
    assert 36 + sum(batch.schools for batch in region) == 700
    country = country_batches()
    assert 700 + sum(batch.schools for batch in country) == 40_000
    assert len({batch.region for batch in country} | {"63"}) == 83


@pytest.mark.parametrize(
    ("year", "programme", "low_results", "everybody"),
    [
        (2018, 6, (104, 28, 49, 22, 5), (740, 118, 310, 240, 72)),
        (2019, 6, (98, 25, 47, 21, 5), (756, 112, 318, 251, 75)),
        (2020, 5, (101, 38, 43, 17, 3), (742, 141, 315, 228, 58)),
    ],
)
async def test_sixth_grade_mathematics_is_what_the_screens_show(
    database: AsyncConnection,
    year: int,
    programme: int,
    low_results: tuple[int, ...],
    everybody: tuple[int, ...],
) -> None:
    found = {}
    for name, rule in (
        ("low", "school_id in (select school_id from low_results_status)"),
        ("all", "true"),
    ):
        row = await database.execute(
            sa.text(
                "select sum(participants), sum(n2), sum(n3), sum(n4), sum(n5) from protocol p"
                " join work w on w.id = p.work_id join subject s on s.id = w.subject_id"
                f" where s.code = 'math' and w.procedure = 'vpr' and w.grade = 6 and {rule}"
                " and w.year = :year and w.programme_grade = :programme"
            ),
            {"year": year, "programme": programme},
        )
        found[name] = tuple(row.one())
    assert found == {"low": low_results, "all": everybody}


async def test_figures_of_the_school_page(database: AsyncConnection) -> None:
    rows = await database.execute(
        sa.text(
            "select s.code, w.year, w.programme_grade, p.n2, p.participants from protocol p"
            " join work w on w.id = p.work_id join subject s on s.id = w.subject_id"
            " join school on school.id = p.school_id"
            " where school.fisoko_login = '63901003' and w.grade = 6 and s.code in ('math', 'russian')"
            " and (w.year < 2020 or s.code = 'math') order by s.code, w.year"
        )
    )
    assert [tuple(row) for row in rows] == [
        ("math", 2018, 6, 3, 8),
        ("math", 2019, 6, 1, 7),
        ("math", 2020, 5, 4, 8),
        ("russian", 2018, 6, 4, 8),
        ("russian", 2019, 6, 3, 7),
    ]


async def test_packed_rows_agree_with_the_statistics(database: AsyncConnection) -> None:
    wrong = await database.scalar(
        sa.text(
            "select count(*) from (select p.id from protocol p join result r on r.protocol_id = p.id"
            " group by p.id having count(*) <> p.participants or count(*) filter (where r.mark = 2) <> p.n2"
            " or sum(r.primary_score) <> p.sum_primary"
            " or sum((select sum(t) from unnest(r.task_scores) t)) <> p.sum_primary"
            " or count(*) filter (where r.mark < r.journal_mark) <> p.lowered) as bad"
        )
    )
    assert wrong == 0
    assert (await database.scalar(sa.text("select count(*) from protocol")) or 0) > 1000


async def test_the_sample_file_finds_no_protocol_in_its_place(database: AsyncConnection) -> None:
    there = await database.scalar(
        sa.text(
            "select count(*) from protocol p join work w on w.id = p.work_id"
            " join subject s on s.id = w.subject_id join school on school.id = p.school_id"
            " where school.fisoko_login = '63901003' and w.year = 2020 and w.grade = 5 and s.code = 'math'"
        )
    )
    assert there == 0
