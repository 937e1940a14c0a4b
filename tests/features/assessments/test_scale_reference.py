"""Reference data: what the data file may and may not do to versions, and what the importer finds in force."""

from typing import Any

import pytest
import yaml
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.domain.work_titles import PROCEDURE_TITLES
from backend.features.assessments import reference
from backend.features.assessments.reference import DATA
from backend.features.assessments.scales.queries import procedure_entries
from backend.tables.assessments import PROCEDURES
from tests.features.assessments.scale_case import RUSSIAN, ask, band, load, russian, scales

__all__ = ["ask", "scales"]  # fixtures


async def test_loading_again_leaves_no_trace(worker_engine: AsyncEngine) -> None:
    count = text("select count(*) from change")
    async with worker_engine.begin() as connection:
        first = await connection.scalar(count)
    await load(worker_engine)
    async with worker_engine.begin() as connection:
        assert await connection.scalar(count) == first


@pytest.fixture
def changed_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    """The next release gives the maximum of ОГЭ русский 2024 as 34."""
    data = yaml.safe_load((DATA / "assessment_scales.yaml").read_text(encoding="utf-8"))
    for group in data["marks"]:
        if (group["procedure"], group["years"]) == ("oge", [2024, 2024]):
            group["scales"][0]["bands"] = [15, 23, 29, 34]
    (tmp_path / "assessment_scales.yaml").write_text(yaml.safe_dump(data), encoding="utf-8")
    (tmp_path / "subjects.yaml").write_bytes((DATA / "subjects.yaml").read_bytes())
    monkeypatch.setattr(reference, "DATA", tmp_path)


async def test_a_changed_file_makes_a_version_of_its_own(
    ask: Any, worker_engine: AsyncEngine, changed_file: None
) -> None:
    await load(worker_engine)
    await load(worker_engine)
    item = await russian(ask)
    assert (item["version"], item["max_primary"], item["origin"]) == (2, 34, "file")
    whole = (await ask("GET", f"/scales/{item['id']}")).json()
    assert [v["state"] for v in whole["versions"]] == ["current", "superseded"]


async def test_a_changed_file_never_replaces_what_a_person_wrote(
    ask: Any, worker_engine: AsyncEngine, changed_file: None
) -> None:
    old = await russian(ask)
    mine = (await ask("POST", f"/scales/{old['id']}/versions", json=RUSSIAN)).json()
    await load(worker_engine)
    await load(worker_engine)
    item = await russian(ask)
    assert (item["id"], item["max_primary"]) == (mine["id"], 33)
    offered = (await ask("GET", f"/scales/{item['offered_id']}")).json()
    assert (offered["version"], offered["max_primary"], offered["state"]) == (3, 34, "offered")
    taken = RUSSIAN | {"bands": [*RUSSIAN["bands"][:3], band(5, 29, 34)], "max_primary": 34}  # type: ignore[index]
    assert (await ask("POST", f"/scales/{item['id']}/versions", json=taken)).status_code == 201
    states = (await ask("GET", f"/scales/{item['id']}")).json()["versions"]
    assert [(v["version"], v["state"]) for v in states] == [
        (4, "current"), (3, "superseded"), (2, "superseded"), (1, "superseded"),
    ]  # fmt: skip


async def test_a_version_cannot_be_changed_past_the_api(worker_engine: AsyncEngine) -> None:
    for change in ("min_3 = 14", "state = 'offered'", "source = 'иное'", "reason = 'иное'"):
        with pytest.raises(Exception, match="never changed"):
            async with worker_engine.begin() as connection:
                await connection.execute(
                    text(f"update scale set {change} where id in (select id from scale limit 1)")
                )


IN_FORCE = text(
    "select s.min_3, s.max_primary, s.year_from from subject b"
    " join scale s on s.id = app.scale_of_work(:procedure, :year, :wave, b.id, :grade, :programme, :series)"
    " where b.code = :subject"
)


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (("vpr", 2020, "autumn", "math", 6, 5, ""), (7, 20, 2020)),
        (("vpr", 2022, "spring", "history", 8, 8, ""), (7, 24, 2020)),
        (("vpr", 2024, "spring", "history", 8, 8, ""), (5, 17, 2023)),
        (("vpr", 2024, "spring", "history", 7, 7, ""), None),
        (("oge", 2024, "main", "english", 9, 9, ""), (29, 68, 2024)),
        (("oge", 2026, "main", "russian", 9, 9, ""), None),
        (("gve9", 2024, "main", "math", 9, 9, "300"), (3, 10, 2024)),
        (("gve9", 2024, "main", "math", 9, 9, ""), None),
        (("gve9", 2024, "main", "russian", 9, 9, "100"), (5, 17, 2024)),
        (("gve9", 2024, "main", "english", 9, 9, "500"), (12, 24, 2024)),
        (("dr", 2021, "entry", "math", 8, 8, ""), (3, 10, 2021)),
        (("dr", 2021, "exit", "math", 8, 8, ""), None),
        (("ege", 2021, "main", "math_base", 11, 11, ""), (7, 20, 2016)),
    ],
)
async def test_the_importer_finds_the_scale_of_a_work(
    worker_engine: AsyncEngine, work: tuple[Any, ...], expected: tuple[int, int, int] | None
) -> None:
    names = ("procedure", "year", "wave", "subject", "grade", "programme", "series")
    async with worker_engine.begin() as connection:
        row = (await connection.execute(IN_FORCE, dict(zip(names, work, strict=True)))).first()
    assert (tuple(row) if row else None) == expected


@pytest.mark.parametrize(
    ("year", "subject", "kind", "expected"),
    [
        (2021, "russian", "certificate", 24),
        (2026, "english", "certificate", 22),
        (2026, "physics", "university_minobrnauki", 41),
        (2018, "russian", "certificate", None),
    ],
)
async def test_the_importer_finds_the_threshold_of_a_work(
    worker_engine: AsyncEngine, year: int, subject: str, kind: str, expected: int | None
) -> None:
    asked = text(
        "select s.min_test from subject b join scale s"
        " on s.id = app.scale_of_work('ege', :year, 'main', b.id, 11, 11, '', :kind) where b.code = :subject"
    )
    async with worker_engine.begin() as connection:
        named = {"year": year, "subject": subject, "kind": kind}
        assert await connection.scalar(asked, named) == expected


async def test_procedures_and_subjects_stand_with_what_is_known(ask: Any) -> None:
    items = (await ask("GET", "/procedures", "machine_results")).json()["items"]
    assert [i["code"] for i in items] == list(PROCEDURES)
    assert {i["code"]: i["title"] for i in items} == PROCEDURE_TITLES
    vpr = items[0]
    autumn = vpr["held"][0]
    assert (autumn["wave"], autumn["programme_step"]) == ("autumn", -1)
    assert all(h["source"] and h["confidence"] for i in items for h in i["held"])
    named = {
        code
        for entry in procedure_entries()
        for held in entry["held"]
        for line in held["subjects"]
        for code in line["subjects"]
    }
    subjects = (await ask("GET", "/subjects")).json()["items"]
    assert named <= {s["code"] for s in subjects}
    by_code = {s["code"]: s for s in subjects}
    assert by_code["english"]["family"] == "foreign_language"
    assert by_code["math"]["gia_codes"] == ["02", "52"]
    assert by_code["world_around"]["vpr_codes"] == ["24"]
