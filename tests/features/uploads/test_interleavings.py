"""Random ways of uploads, corrections, reverts and cancels against a model in plain Python: nothing lost, all adds up."""

import itertools
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.features.uploads import jobs
from tests.conftest import Client
from tests.features.uploads.pipeline import (
    Row,
    Sender,
    check_stored,
    digest,
    fetch,
    plain,
    read_here,
)

BAD = 7
SCHOOLS = ("own", "second", "third")
_RESULT = (
    "select s.fisoko_login, w.grade, r.participant_code, r.mark, r.primary_score, r.journal_mark, r.class_name"
    " from result r join school s on s.id = r.school_id join work w on w.id = r.work_id where w.series = :series"
)
_series = itertools.count(1)
Key = tuple[str, int]
Pupils = dict[int, tuple[int, int, int | None, str]]

_pupil = st.tuples(
    st.sampled_from(SCHOOLS),
    st.sampled_from([5, 6]),
    st.integers(1, 5),
    st.tuples(
        st.integers(2, 5),
        st.integers(0, 20),
        st.none() | st.integers(2, 5),
        st.sampled_from(["А", "Б"]),
    ),
)
_rows = st.lists(_pupil, min_size=1, max_size=12, unique_by=lambda pupil: pupil[:3])
_steps = st.one_of(
    st.tuples(st.just("upload"), _rows, st.sampled_from(["sync", "upsert"])),
    st.tuples(st.just("correct"), st.lists(_pupil, min_size=1, max_size=1), st.just("upsert")),
    st.tuples(st.just("clean rows"), _rows, st.sets(st.integers(0, 11), min_size=1, max_size=4)),
    st.tuples(st.just("cancel"), _rows, st.none()),
    st.tuples(st.just("there and back"), _rows, st.sampled_from(["sync", "upsert"])),
    st.tuples(st.just("revert"), st.integers(0, 20), st.booleans()),
)


@dataclass(slots=True)
class Version:
    upload: str
    pupils: Pupils
    state: str = "current"


@dataclass(slots=True)
class Model:
    """What must be stored, by the simplest rules there are."""

    versions: dict[Key, list[Version]] = field(default_factory=dict)
    uploads: list[str] = field(default_factory=list)

    def current(self, key: Key) -> Version | None:
        return next((v for v in self.versions.get(key, []) if v.state == "current"), None)

    def write(self, upload: str, rows: list[Any], strategy: str) -> None:
        self.uploads.append(upload)
        given: dict[Key, Pupils] = {}
        for school, grade, code, values in rows:
            given.setdefault((school, grade), {})[code] = values
        for key, new in given.items():
            old = self.current(key)
            pupils = {**old.pupils, **new} if old and strategy == "upsert" else new
            if old and old.pupils == pupils:
                continue
            if old:
                old.state = "superseded"
            self.versions.setdefault(key, []).append(Version(upload, pupils))

    def is_changed_later(self, upload: str) -> bool:
        made = [v for versions in self.versions.values() for v in versions if v.upload == upload]
        return any(version.state == "superseded" for version in made)

    def revert(self, upload: str) -> None:
        self.uploads.remove(upload)
        for versions in self.versions.values():
            for version in versions:
                if version.upload == upload and version.state != "reverted":
                    was, version.state = version.state, "reverted"
                    standing = [v for v in versions if v.state == "superseded"]
                    if was == "current" and standing:
                        standing[-1].state = "current"


class Walk:
    """One random walk over works of its own."""

    def __init__(
        self, sender: Sender, engine: AsyncEngine, logins: dict[str, str], series: str
    ) -> None:
        self.sender, self.engine, self.logins, self.series = sender, engine, logins, series
        self.model = Model()
        self._step = 0

    def file(self, rows: list[Any], bad: frozenset[int] = frozenset()) -> bytes:
        self._step += 1
        return plain(
            [
                Row(
                    self.logins[school], code, BAD if place in bad else mark, series=self.series, grade=grade,
                    primary=primary, journal="" if journal is None else journal, class_name=f"{grade}{letter}",
                )
                for place, (school, grade, code, (mark, primary, journal, letter)) in enumerate(rows)
            ],
            blank_lines=self._step,
        )  # fmt: skip

    async def take(self, step: tuple[Any, ...]) -> None:
        kind, first, second = step
        if kind in {"upload", "correct"}:
            upload = await self.sender.write(self.file(first), strategy=second)
            self.model.write(upload["id"], first, second)
        elif kind == "clean rows":
            await self.clean_rows(first, frozenset(second & set(range(len(first)))))
        elif kind == "cancel":
            upload = await self.sender.send(self.file(first))
            assert (await self.sender.ask(upload["id"], "cancel")).status_code == 200
        elif kind == "there and back":
            before = await digest(self.engine)
            upload = await self.sender.write(self.file(first), strategy=second)
            reply = await self.sender.ask(upload["id"], "revert", reason="не тот файл")
            assert reply.status_code == 202
            # A version number is spent; what is in force is what it was.
            assert await digest(self.engine) == before
            self.model.write(upload["id"], first, second)
            self.model.revert(upload["id"])
        elif self.model.uploads:
            await self.revert(self.model.uploads[first % len(self.model.uploads)], keep=second)

    async def clean_rows(self, rows: list[Any], bad: frozenset[int]) -> None:
        upload = await self.sender.send(self.file(rows, bad))
        if bad:
            assert (upload["state"], upload["errors"]) == ("screened", len(bad))
            refused = await self.sender.ask(upload["id"], "commit", reason="так верно")
            assert refused.status_code == 409
        asked = {"clean_rows_only": bool(bad), "reason": "так верно"}
        assert (await self.sender.ask(upload["id"], "commit", **asked)).status_code == 202
        assert (await self.sender.seen(upload["id"]))["state"] == "committed"
        clean = [row for place, row in enumerate(rows) if place not in bad]
        self.model.write(upload["id"], clean, "upsert" if bad else "sync")

    async def revert(self, upload: str, *, keep: bool) -> None:
        reply = await self.sender.ask(upload, "revert", reason="не тот файл", keep_changed=keep)
        if self.model.is_changed_later(upload) and not keep:
            assert (reply.status_code, reply.json()["type"]) == (409, "/problems/changed-later")
            return
        assert reply.status_code == 202, reply.text
        assert (await self.sender.seen(upload))["state"] == "reverted"
        self.model.revert(upload)

    async def check(self) -> None:
        await check_stored(self.engine)
        rows = await fetch(self.engine, _RESULT, series=self.series)
        found = {tuple(row.values()) for row in rows}
        assert len(found) == len(rows), "nobody is stored twice"
        wanted = {
            (
                self.logins[school].removeprefix("edu"),
                grade,
                code,
                mark,
                primary,
                journal,
                f"{grade}{letter}",
            )
            for (school, grade) in self.model.versions
            if (version := self.model.current((school, grade))) is not None
            for code, (mark, primary, journal, letter) in version.pupils.items()
        }
        assert found == wanted


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)  # fmt: skip
@given(steps=st.lists(_steps, min_size=3, max_size=7))
async def test_statistics_equal_a_recount_whatever_happens(
    steps: list[tuple[Any, ...]],
    anonymous: Client,
    runner: JobRunner,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)
    walk = Walk(Sender(anonymous, runner), worker_engine, logins, str(next(_series)))
    for step in steps:
        await walk.take(step)
        await walk.check()
