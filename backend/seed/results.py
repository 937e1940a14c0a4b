"""Stage 5: works, and results of the office's 36 schools; how protocols get into the database in bulk."""

from collections.abc import Iterable, Iterator
from dataclasses import fields
from operator import attrgetter
from typing import Any

import numpy as np
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.domain.scales import Scale as Bands
from backend.seed.identifiers import school_code
from backend.seed.known_results import deal
from backend.seed.registry import school_id, schools
from backend.seed.scores import Protocol, SeedSchool, SeedWork, generate
from backend.seed.sources import act, key, read_yaml
from backend.tables import Protocol as ProtocolTable
from backend.tables import Scale, Subject, Work

RESULTS = "synthetic_results.yaml"
SEED = 20210212
_PROJECT = ("vasilyevka", "belozerki", "binaradka")
_ABILITY = {"lyceum": 0.45, "gymnasium": 0.45, "boarding": -0.15}
_LOW_RESULTS_ABILITY = -0.5

_STATISTICS = (
    "school_id, work_id, scale_id, content_hash, participants, n2, n3, n4, n5, sum_primary, n_primary,"
    " lowered, confirmed, raised"
)
_PACKED = (
    "codes, class_names, class_numbers, variant_names, variant_numbers, primary_scores, marks,"
    " journal_marks, task_scores"
)
# PostgreSQL refuses COPY into a table under row-level security; the key is made here so that both tables share it.
_STAGING = sa.text(
    "create temporary table seed_protocol (id uuid not null default uuidv7(), school_id uuid, work_id uuid,"
    " scale_id uuid, content_hash text, participants int, n2 int, n3 int, n4 int, n5 int,"
    " sum_primary int, n_primary int, lowered int, confirmed int, raised int, task_max smallint[],"
    " task_names text[], task_digest text, codes integer[], class_names text[], class_numbers smallint[],"
    " variant_names text[], variant_numbers smallint[], primary_scores smallint[],"
    " marks smallint[], journal_marks smallint[], task_scores smallint[]) on commit drop"
)
_TASK_LISTS = sa.text(
    "insert into task_list (digest, names, maxima)"
    " select distinct task_digest, task_names, task_max from seed_protocol on conflict do nothing"
)
_PROTOCOLS = sa.text(
    "insert into protocol (id, version, state, basis, task_list_id, n_below, n_high, sum_test, n_test,"  # noqa: S608 - our own column names
    f" {_STATISTICS})"
    f" select s.id, 1, 'current', 'rows', t.id, n2, 0, 0, 0, {_STATISTICS} from seed_protocol s"
    " join task_list t on t.digest = s.task_digest"
)
_PARTICIPANTS = sa.text(
    f"insert into protocol_participants (id, {_PACKED})"  # noqa: S608 - our own column names
    f" select id, {_PACKED} from seed_protocol"
)
_COLUMNS = [field.name for field in fields(Protocol)]
_ROW = attrgetter(*_COLUMNS)


async def load_office_results(connection: AsyncConnection) -> int:
    """Write results of the 36 schools in one transaction; return the number of protocols."""
    await act(connection)
    works = await load_works(connection)
    return await write_protocols(connection, office_protocols(works))


def office_protocols(works: dict[str, SeedWork]) -> Iterator[Protocol]:
    """Yield first the results that the demonstration shows by number, then the generated rest."""
    rng = np.random.default_rng([SEED, 63])
    known = {entry["key"]: _seed_school(entry, rng) for entry in schools()}
    low = [entry["key"] for entry in schools() if "zone" in entry]
    groups = {name: [name] for name in _PROJECT} | {
        "other_low_results": [name for name in low if name not in _PROJECT],
        "the_rest": [name for name in known if name not in low],
    }
    data = read_yaml(RESULTS)
    done = {
        (known[entry["school"]].id, works[work_name(entry["work"])].id) for entry in data["absent"]
    }
    for entry in data["known"]:
        work = works[work_name(entry["work"])]
        for group in entry["groups"]:
            writers = [known[name] for name in groups[group["schools"]]]
            done |= {(school.id, work.id) for school in writers}
            yield from deal(
                writers, work, marks=group["marks"], journal=group.get("journal"), rng=rng
            )
    yield from generate(list(known.values()), list(works.values()), rng, done)


async def has_office_results(connection: AsyncConnection) -> bool:
    """Tell whether the office's results are there (one transaction wrote all of them)."""
    newest = sa.select(
        sa.exists().where(
            ProtocolTable.school_id == school_id("lyceum_901"), ProtocolTable.upload_id.is_(None)
        )
    )
    return bool(await connection.scalar(newest))


async def load_works(connection: AsyncConnection) -> dict[str, SeedWork]:
    """Write the works that are missing; return all works of the data file by name."""
    subjects = {
        row.code: row.id for row in await connection.execute(sa.select(Subject.code, Subject.id))
    }
    in_force = sa.select(Scale).where(Scale.kind == "marks", Scale.state == "current")
    scales = list(await connection.execute(in_force.where(Scale.passport_id.is_(None))))
    listed = list(_listed_works())
    new = upsert(Work).on_conflict_do_nothing()
    await connection.execute(
        new,
        [
            {
                "id": key("work", work_name(entry)),
                "subject_id": subjects[entry["subject"]],
                "max_primary": _bands(entry, subjects, scales)[0].max_primary,
                **{
                    field: entry[field]
                    for field in ("procedure", "year", "wave", "grade", "programme_grade")
                },
            }
            for entry in listed
        ],
    )
    found = {
        (row.procedure, row.year, row.wave, row.subject_id, row.grade, row.programme_grade): row.id
        for row in await connection.execute(sa.select(Work))
    }
    works = {}
    for entry in listed:
        bands, scale_id = _bands(entry, subjects, scales)
        natural = (
            *(entry[field] for field in ("procedure", "year", "wave")),
            subjects[entry["subject"]],
            entry["grade"],
            entry["programme_grade"],
        )
        works[work_name(entry)] = SeedWork(
            id=found[natural],
            name=work_name(entry),
            procedure=entry["procedure"],
            grade=entry["grade"],
            scale=bands,
            scale_id=scale_id,
            shift=entry["shift"],
        )
    return works


async def write_protocols(connection: AsyncConnection, protocols: Iterable[Protocol]) -> int:
    """Copy protocols through a staging table; return how many. The caller's transaction holds all of them."""
    await connection.execute(_STAGING)
    raw: Any = (await connection.get_raw_connection()).driver_connection
    await raw.copy_records_to_table("seed_protocol", records=map(_ROW, protocols), columns=_COLUMNS)
    await connection.execute(_TASK_LISTS)
    written = (await connection.execute(_PROTOCOLS)).rowcount
    await connection.execute(_PARTICIPANTS)
    await connection.execute(sa.text("drop table seed_protocol"))
    return written


def work_name(entry: dict[str, Any]) -> str:
    """Return the natural key of a work as text."""
    fields_of_key = ("procedure", "year", "wave", "subject", "grade", "programme_grade")
    return "/".join(str(entry[field]) for field in fields_of_key)


def _listed_works() -> Iterator[dict[str, Any]]:
    for group in read_yaml(RESULTS)["works"]:
        for grade in group["grades"]:
            for subject, shift in group["subjects"].items():
                yield {
                    **group,
                    "subject": subject,
                    "grade": grade,
                    "programme_grade": grade + group.get("programme_step", 0),
                    "shift": shift + group.get("shift", 0.0),
                }


def _bands(entry: dict[str, Any], subjects: dict[str, Any], scales: list[Any]) -> tuple[Bands, Any]:
    """Return the bands of a work and the id of its scale; of another year only the bands are borrowed."""
    wanted = (entry["procedure"], subjects[entry["subject"]], entry["programme_grade"])
    fitting = [
        scale
        for scale in scales
        if (scale.procedure, scale.subject_id, scale.programme_grade, scale.series) == (*wanted, "")
    ]
    year = entry["year"]
    nearest = min(fitting, key=lambda scale: (abs(scale.year_from - year), scale.year_from))
    covering = [scale for scale in fitting if scale.year_from <= year <= scale.year_to]
    scale = covering[0] if covering else nearest
    bands = Bands(scale.min_3, scale.min_4, scale.min_5, scale.max_primary)
    return bands, scale.id if covering else None


def _seed_school(entry: dict[str, Any], rng: np.random.Generator) -> SeedSchool:
    low = _LOW_RESULTS_ABILITY if "zone" in entry else 0.0
    return seed_school(
        school_id(entry["key"]),
        school_code("63", entry["number"]),
        kind=entry["kind"],
        pupils=entry["pupils"],
        shift=low,
        rng=rng,
    )


def seed_school(
    identifier: Any, code: str, *, kind: str, pupils: int, shift: float, rng: np.random.Generator
) -> SeedSchool:
    """Return a school that writes works; its ability is by kind, `shift` and chance."""
    return SeedSchool(
        id=identifier,
        code=code,
        pupils=pupils,
        last_grade=9 if kind == "oosh" else 11,
        ability=_ABILITY.get(kind, 0.0) + shift + float(rng.normal(0, 0.2)),
    )
