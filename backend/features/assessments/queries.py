"""Reads figures of protocols. Percents are computed by the rules of `domain.statistics`, never stored."""

from typing import Any
from uuid import UUID

from sqlalchemy import RowMapping, text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import Invalid, NotFound
from backend.core.paging import decode_cursor, encode_cursor
from backend.domain.statistics import MarkCounts, average_mark, is_small_sample, mean, share
from backend.domain.work_titles import PROCEDURE_TITLES, WAVE_TITLES, work_title
from backend.features.assessments.schemas import (
    FiguresOut,
    MeanOut,
    ProtocolOut,
    ProtocolVersionOut,
    ResultOut,
    ScaleOut,
    SchoolResultsOut,
    ShareOut,
    SubjectOut,
    WorkOut,
    WorksOut,
)

_WORK_COLUMNS = (
    " w.id as work_id, w.procedure, w.year, w.wave, w.grade, w.programme_grade, w.series,"
    " w.max_primary, w.written_on, s.code as subject_code, s.name as subject_name, s.short_name as subject_short_name"
)
_COUNTS = (
    " p.n2, p.n3, p.n4, p.n5, p.lowered, p.confirmed, p.raised, p.sum_primary, p.n_primary,"
    " p.participants, p.n_below, p.n_high, p.sum_test, p.n_test,"
    " p.id as protocol_id, p.version, p.state, p.recorded_at, p.upload_id, u.number as upload_number"
)
_SCALE_COLUMNS = (
    " p.scale_id, sc.min_3, sc.min_4, sc.min_5, sc.max_primary as scale_max, sc.source, sc.confidence,"
    " sc.version as scale_version, sc.state as scale_state"
)
_FROM = (
    " from protocol p join work w on w.id = p.work_id join subject s on s.id = w.subject_id"
    " left join scale sc on sc.id = p.scale_id left join upload u on u.id = p.upload_id"
)
_SCHOOL = text("select id, short_name from school where id = :school_id")
_RESULTS = text(
    f"select {_WORK_COLUMNS}, {_COUNTS}, {_SCALE_COLUMNS} {_FROM}"
    " where p.school_id = :school_id and p.state = 'current'"
    " order by w.year desc, w.wave, w.procedure, s.position, w.grade, p.id"
)
_PROTOCOL = text(
    f"select {_WORK_COLUMNS}, {_COUNTS}, {_SCALE_COLUMNS}, tl.names as task_names, tl.maxima as task_max,"
    f" p.school_id, sch.short_name as school_name {_FROM}"
    " join school sch on sch.id = p.school_id join task_list tl on tl.id = p.task_list_id where p.id = :protocol_id"
)
_VERSIONS = text(
    f"select {_COUNTS} from protocol p left join upload u on u.id = p.upload_id"
    " where p.school_id = :school_id and p.work_id = :work_id order by p.version desc"
)
_WORKS = text(
    f"select {_WORK_COLUMNS} from work w join subject s on s.id = w.subject_id"
    " where cast(:year as integer) is null or (w.year, w.id) < (:year, cast(:id as uuid))"
    " order by w.year desc, w.id desc limit :limit"
)


async def list_school_results(session: AsyncSession, school_id: UUID) -> SchoolResultsOut:
    """Return the current protocols of a school, newest works first; raises `NotFound`."""
    school = (await session.execute(_SCHOOL, {"school_id": school_id})).mappings().first()
    if school is None:
        raise NotFound("Такой школы нет среди доступных вам.")
    rows = (await session.execute(_RESULTS, {"school_id": school_id})).mappings()
    return SchoolResultsOut(
        school_id=school_id,
        school_name=school["short_name"],
        items=[
            ResultOut(
                protocol_id=row["protocol_id"],
                version=row["version"],
                recorded_at=row["recorded_at"],
                upload_id=row["upload_id"],
                upload_number=row["upload_number"],
                work=_work(row),
                figures=_figures(row),
                scale=_scale(row),
            )
            for row in rows
        ],
    )


async def get_protocol(session: AsyncSession, protocol_id: UUID) -> ProtocolOut:
    """Return one version of a protocol with the whole history; raises `NotFound`."""
    row = (await session.execute(_PROTOCOL, {"protocol_id": protocol_id})).mappings().first()
    if row is None:
        raise NotFound("Такого протокола нет среди доступных вам.")
    versions = await session.execute(
        _VERSIONS, {"school_id": row["school_id"], "work_id": row["work_id"]}
    )
    return ProtocolOut(
        id=row["protocol_id"],
        school_id=row["school_id"],
        school_name=row["school_name"],
        state=row["state"],
        version=row["version"],
        recorded_at=row["recorded_at"],
        upload_id=row["upload_id"],
        upload_number=row["upload_number"],
        work=_work(row),
        figures=_figures(row),
        scale=_scale(row),
        task_names=row["task_names"],
        task_max=row["task_max"],
        versions=[
            ProtocolVersionOut(
                protocol_id=version["protocol_id"],
                version=version["version"],
                state=version["state"],
                recorded_at=version["recorded_at"],
                upload_id=version["upload_id"],
                upload_number=version["upload_number"],
                figures=_figures(version),
            )
            for version in versions.mappings()
        ],
    )


async def list_works(session: AsyncSession, *, limit: int, cursor: str | None) -> WorksOut:
    """Return the works anybody has written, newest year first."""
    year: int | None = None
    last: UUID | None = None
    if cursor is not None:
        year, last = _work_cursor(cursor)
    rows = (
        (await session.execute(_WORKS, {"year": year, "id": last, "limit": limit + 1}))
        .mappings()
        .all()
    )
    page = rows[:limit]
    more = len(rows) > limit
    return WorksOut(
        items=[_work(row) for row in page],
        next_cursor=encode_cursor([page[-1]["year"], page[-1]["work_id"]]) if more else None,
    )


def _work_cursor(cursor: str) -> tuple[int, UUID]:
    year, last = decode_cursor(cursor, parts=2)
    try:
        return int(year), UUID(last)
    except ValueError as error:
        raise Invalid(
            "Ссылка на продолжение списка повреждена. Откройте список с начала."
        ) from error


def _work(row: RowMapping) -> WorkOut:
    return WorkOut(
        id=row["work_id"],
        title=work_title(
            procedure=row["procedure"],
            year=row["year"],
            wave=row["wave"],
            subject=row["subject_name"],
            grade=row["grade"],
            programme_grade=row["programme_grade"],
            series=row["series"],
        ),
        procedure=row["procedure"],
        procedure_title=PROCEDURE_TITLES[row["procedure"]],
        year=row["year"],
        wave=row["wave"],
        wave_title=WAVE_TITLES[row["wave"]],
        subject=SubjectOut(
            code=row["subject_code"], name=row["subject_name"], short_name=row["subject_short_name"]
        ),
        grade=row["grade"],
        programme_grade=row["programme_grade"],
        series=row["series"],
        max_primary=row["max_primary"],
        written_on=row["written_on"],
    )


def _scale(row: RowMapping) -> ScaleOut | None:
    if row["min_3"] is None:
        return None
    return ScaleOut(
        id=row["scale_id"],
        version=row["scale_version"],
        is_in_force=row["scale_state"] == "current",
        min_3=row["min_3"],
        min_4=row["min_4"],
        min_5=row["min_5"],
        max_primary=row["scale_max"],
        source=row["source"],
        confidence=row["confidence"],
    )


def _figures(row: RowMapping) -> FiguresOut:
    names = ("n2", "n3", "n4", "n5", "lowered", "confirmed", "raised")
    counts = MarkCounts(**{name: row[name] for name in names})
    n = row["participants"]
    return FiguresOut(
        n=n,
        n2=counts.n2,
        n3=counts.n3,
        n4=counts.n4,
        n5=counts.n5,
        small_sample=is_small_sample(n),
        below_min=_share(row["n_below"], n),
        success=_share(n - row["n_below"], n),
        quality=_share(counts.n4 + counts.n5, counts.n),
        high_score=_share(row["n_high"], row["n_test"]),
        lowered=_share(counts.lowered, counts.compared),
        confirmed=_share(counts.confirmed, counts.compared),
        raised=_share(counts.raised, counts.compared),
        avg_mark=_mean(average_mark(counts), counts.n),
        avg_test=_mean(mean(row["sum_test"], row["n_test"]), row["n_test"]),
        avg_primary=_mean(mean(row["sum_primary"], row["n_primary"]), row["n_primary"]),
    )


def _share(count: int, n: int) -> ShareOut:
    found = share(count, n)
    return ShareOut(
        kind="measured" if n else "zero_pupils",
        count=count,
        n=n,
        pct=_number(found.pct),
        ci_low_pct=_number(found.ci_low_pct),
        ci_high_pct=_number(found.ci_high_pct),
    )


def _mean(value: Any, n: int) -> MeanOut:
    return MeanOut(kind="measured" if n else "zero_pupils", value=_number(value), n=n)


def _number(value: Any) -> float | None:
    return None if value is None else float(value)
