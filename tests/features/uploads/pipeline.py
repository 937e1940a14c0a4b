"""Tools for hostile tests of the upload pipeline: plain files, a reading without a child, what is stored and its digest."""

import hashlib
import io
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.core.settings import Settings
from backend.features.uploads.intake.gathering import Gathered, Seen, Spool, gather
from backend.features.uploads.intake.parser_child import parse
from tests.conftest import headers_of
from tests.features.uploads.conftest import drain

COLUMNS = (
    "school", "procedure", "year", "wave", "subject", "grade", "class", "participant", "variant", "primary_score",
    "mark", "journal_mark", "series",
)  # fmt: skip
# What an upload leaves behind beside results: its own story.
_STORY = {
    "change", "job", "upload", "upload_issue", "upload_difference", "request_key", "protocol", "protocol_participants",
    "work", "task_list",
}  # fmt: skip
_TABLES = text(
    "select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname"
)
_CURRENT = text(
    "select p.id, p.school_id, w.procedure, w.year, w.wave, w.subject_id, w.grade, w.programme_grade, w.series,"
    " p.version, p.basis, p.content_hash, p.participants, p.n2, p.n3, p.n4, p.n5, p.sum_primary, p.n_primary,"
    " p.lowered, p.confirmed, p.raised, p.n_below, p.n_high, p.sum_test, p.n_test, t.names, t.maxima"
    " from protocol p join work w on w.id = p.work_id join task_list t on t.id = p.task_list_id"
    " where p.state = 'current' order by p.id"
)
_RESULTS = text("select * from result order by protocol_id, place")
_PACKED = text(
    "select p.*, pp.id as has_rows, coalesce(pp.long_codes, pp.codes::bigint[]) as codes, pp.primary_scores,"
    " pp.test_scores, pp.marks, pp.journal_marks, pp.task_scores, pp.class_numbers, pp.variant_numbers,"
    " cardinality(t.names) as tasks"
    " from protocol p join task_list t on t.id = p.task_list_id left join protocol_participants pp on pp.id = p.id"
    " where p.upload_id is not null order by p.school_id, p.work_id, p.version"
)

_STORED = text(
    "select s.fisoko_login, w.year, w.grade, r.participant_code, r.mark, r.primary_score, r.journal_mark,"
    " r.class_name, r.variant, r.task_scores from result r join school s on s.id = r.school_id"
    " join work w on w.id = r.work_id join protocol p on p.id = r.protocol_id where p.upload_id = any(:uploads)"
    " order by 1, 2, 3, 4"
)


class Row(NamedTuple):
    """A participant of a plain file: what stands in the cells."""

    school: str
    code: int
    mark: int
    year: int = 2019
    grade: int = 6
    subject: str = "Математика"
    primary: int = 7
    journal: int | str = ""
    class_name: str = "6А"
    variant: str = "1"
    series: str = ""

    def cells(self) -> tuple[Any, ...]:
        return (
            self.school, "vpr", self.year, "spring", self.subject, self.grade, self.class_name, self.code,
            self.variant, self.primary, self.mark, self.journal, self.series,
        )  # fmt: skip


def plain(rows: Iterable[Row], *, without: Iterable[str] = (), blank_lines: int = 0) -> bytes:
    """Return the rows as CSV; `without` leaves columns out, blank lines make another file of the same table."""
    kept = [place for place, name in enumerate(COLUMNS) if name not in set(without)]
    lines = [COLUMNS, *(row.cells() for row in rows)]
    body = "".join(";".join(str(line[place]) for place in kept) + "\n" for line in lines)
    return (body + "\n" * blank_lines).encode()


async def read_here(
    path: Path,
    *,
    filename: str,
    options: Mapping[str, Any],
    sender_school: Mapping[str, Any] | None,
    settings: Settings,
    seen: Seen | None = None,
) -> Gathered:
    """Read as the child does, in this process: a hundred times faster, for many files."""
    stream = io.BytesIO()
    asked = {
        "filename": filename,
        "reading": dict(options),
        "participant_secret": settings.derived_secret("participant-key"),
        "sender_school": sender_school,
        "issues_limit": 20_000,
    }
    parse(path, asked, stream)
    stream.seek(0)
    return gather(stream, Spool(settings.var_dir / "spool"), seen or Seen())


class Sender:
    """Sends files as the methodist and decides as the coordinator: two persons, as the guard wants it."""

    def __init__(self, client: httpx.AsyncClient, runner: JobRunner) -> None:
        self._client = client
        self._runner = runner

    async def post(
        self, content: bytes, *, name: str = "строки.csv", **form: str
    ) -> httpx.Response:
        return await self._client.post(
            "/api/v1/uploads",
            files={"file": (name, content)},
            data=form,
            headers=headers_of("methodist"),
        )

    async def send(
        self, content: bytes, *, name: str = "строки.csv", **form: str
    ) -> dict[str, Any]:
        """Send, let it be checked, return the upload."""
        reply = await self.post(content, name=name, **form)
        assert reply.status_code in {200, 202}, reply.text
        await drain(self._runner)
        return await self.seen(reply.json()["id"])

    async def ask(self, upload_id: str, action: str, **body: Any) -> httpx.Response:
        """Ask for commit, cancel or revert as the coordinator, and let the work be done."""
        url = f"/api/v1/uploads/{upload_id}/{action}"
        given: dict[str, Any] = {} if action == "cancel" else {"json": body}
        reply = await self._client.post(url, headers=headers_of("coordinator"), **given)
        await drain(self._runner)
        return reply

    async def write(
        self, content: bytes, *, name: str = "строки.csv", **form: str
    ) -> dict[str, Any]:
        """Send and accept, whatever it changes."""
        upload = await self.send(content, name=name, **form)
        assert upload["state"] == "screened", upload
        reply = await self.ask(upload["id"], "commit", reason="так верно")
        assert reply.status_code == 202, reply.text
        upload = await self.seen(upload["id"])
        assert upload["state"] == "committed", upload
        return upload

    async def seen(self, upload_id: str) -> dict[str, Any]:
        reply = await self._client.get(
            f"/api/v1/uploads/{upload_id}", headers=headers_of("coordinator")
        )
        found: dict[str, Any] = reply.json()
        return found


async def fetch(engine: AsyncEngine, statement: str, **values: Any) -> list[Any]:
    async with engine.connect() as connection:
        return list((await connection.execute(text(statement), values)).mappings())


async def digest(engine: AsyncEngine) -> dict[str, str]:
    """Return a digest of everything an upload may change: results in force, and every other table."""
    found = {}
    async with engine.connect() as connection:
        for name in (await connection.scalars(_TABLES)).all():
            if name not in _STORY:
                row = f'select md5(string_agg(t::text, chr(10) order by t::text)) from "{name}" t'
                found[name] = str(await connection.scalar(text(row)))
        for name, statement in (("protocols", _CURRENT), ("results", _RESULTS)):
            rows = (await connection.execute(statement)).all()
            found[name] = hashlib.sha256(repr(rows).encode()).hexdigest()
    return found


async def check_stored(engine: AsyncEngine) -> None:
    """Every version adds up with a plain recount of its rows; versions have no gaps and at most one is in force."""
    async with engine.connect() as connection:
        protocols = [dict(row) for row in (await connection.execute(_PACKED)).mappings()]
    versions: dict[tuple[Any, Any], list[dict[str, Any]]] = {}
    for protocol in protocols:
        versions.setdefault((protocol["school_id"], protocol["work_id"]), []).append(protocol)
        if protocol["basis"] == "rows":
            _check_sums(protocol)
        else:
            assert protocol["has_rows"] is None
    for found in versions.values():
        assert [p["version"] for p in found] == list(range(1, len(found) + 1)), "versions have gaps"
        in_force = [p["version"] for p in found if p["state"] == "current"]
        standing = [p["version"] for p in found if p["state"] != "reverted"]
        assert in_force == standing[-1:], "the last version that was not taken back is in force"


def _check_sums(protocol: Mapping[str, Any]) -> None:
    size = len(protocol["codes"])
    assert size > 0
    assert protocol["codes"] == sorted(set(protocol["codes"])), "each participant once, by code"
    marks, journal, primary, test = (
        protocol[name] or [None] * size
        for name in ("marks", "journal_marks", "primary_scores", "test_scores")
    )
    if protocol["task_scores"] is not None:
        assert len(protocol["task_scores"]) == size * protocol["tasks"]
    rows = list(zip(marks, journal, primary, test, strict=True))
    taking = [row for row in rows if row[0] is not None or row[3] is not None]
    both = [(mark, own) for mark, own, _, _ in rows if mark is not None and own is not None]
    expected = {
        "participants": len(taking),
        **{f"n{value}": marks.count(value) for value in (2, 3, 4, 5)},
        "sum_primary": sum(row[2] for row in taking if row[2] is not None),
        "n_primary": sum(row[2] is not None for row in taking),
        "lowered": sum(mark < own for mark, own in both),
        "confirmed": sum(mark == own for mark, own in both),
        "raised": sum(mark > own for mark, own in both),
        "n_below": marks.count(2),
        "n_high": sum(score is not None and score >= 81 for score in test),
        "sum_test": sum(score for score in test if score is not None),
        "n_test": sum(score is not None for score in test),
    }
    assert {name: protocol[name] for name in expected} == expected


def outcomes(upload: dict[str, Any]) -> tuple[int, int, int]:
    """Return how many protocols are new, changed, identical."""
    told = upload["reading"]["outcomes"]
    return told["protocols_new"], told["protocols_changed"], told["protocols_identical"]


async def stored(engine: AsyncEngine, *uploads: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Return (login, year, grade, code, mark, primary, journal, class, variant, tasks) of what uploads have in force."""
    async with engine.connect() as connection:
        rows = await connection.execute(_STORED, {"uploads": [upload["id"] for upload in uploads]})
        return [tuple(row) for row in rows]


def marks_of(rows: list[tuple[Any, ...]]) -> dict[int, int]:
    """Return the mark by code."""
    return {row[3]: row[4] for row in rows}
