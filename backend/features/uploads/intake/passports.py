"""Tasks of diagnostic works against their approved passports (domain.md 6)."""

from collections.abc import Mapping, Sequence

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.scores.issues import issue
from backend.features.uploads.intake.resolving import WorkKey
from backend.features.uploads.intake.scales import ASKED, rows_by_work
from backend.features.uploads.intake.verdict import Screening

_PASSPORTS = text(
    f"select k.place, p.tasks{ASKED} join work_passport p using (subject_id, grade, programme_grade, year, wave, series)"
    " where k.procedure = 'dr' and p.state = 'approved'"
)


async def find_passports(
    session: AsyncSession, works: Sequence[WorkKey]
) -> dict[int, tuple[tuple[str, int], ...]]:
    """Return tasks (name, maximum) of the approved passports of diagnostic works, by number of a work."""
    rows = await rows_by_work(session, _PASSPORTS, works)
    return {
        row["place"] - 1: tuple((str(task["name"]), int(task["max"])) for task in row["tasks"])
        for row in rows
    }


def against_passports(
    verdict: Screening, passports: Mapping[int, tuple[tuple[str, int], ...]]
) -> None:
    """Compare tasks of diagnostic works with their approved passports; say which works have none."""
    tasks_of = {table["number"]: table for table in verdict.found.tables}
    for number, told in enumerate(verdict.found.works):
        work = verdict.work_of[number]
        if work < 0 or verdict.works[work].procedure != "dr":
            continue
        table = tasks_of.get(told.get("table", 0))
        tasks = tuple((str(t[0]), int(t[1])) for t in table["tasks"]) if table else ()
        title = verdict.title_of(work)
        if work not in passports:
            if tasks:
                message = f"{title}: паспорта работы нет, задания взяты из шапки файла."
                verdict.findings.issues.append(issue("passport_missing", message))
        elif tasks and tasks != passports[work]:
            differing = sorted({name for name, _ in set(tasks) ^ set(passports[work])})
            message = (
                f"{title}: по паспорту другие задания или баллы ({', '.join(differing[:12])})."
            )
            verdict.findings.issues.append(issue("passport_differs", message))
