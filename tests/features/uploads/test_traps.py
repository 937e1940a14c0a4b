"""The traps of a fast importer: shuffled files, schools that come back or have two names, several years and works."""

import random
import zipfile
from io import BytesIO

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.jobs import JobRunner
from backend.core.settings import Settings
from backend.features.uploads import jobs
from backend.features.uploads.intake import gathering
from backend.features.uploads.intake.child import text_blocks
from tests.conftest import Client
from tests.data.make_samples import CLEAN, table, xlsx_bytes
from tests.features.uploads.pipeline import (
    Row,
    Sender,
    check_stored,
    fetch,
    outcomes,
    plain,
    read_here,
    stored,
)
from tests.world import key


@pytest.fixture
def sender(anonymous: Client, runner: JobRunner) -> Sender:
    return Sender(anonymous, runner)


@pytest.fixture(autouse=True)
def fast(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jobs, "read_file", read_here)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every file is larger than the memory allows and comes in many blocks."""
    monkeypatch.setattr(text_blocks, "BLOCK_BYTES", 1500)
    monkeypatch.setattr(gathering, "IN_MEMORY", 1)


def many(logins: dict[str, str], seed: int = 1) -> list[Row]:
    """Three schools × two years × two grades × 12 pupils, ordered as a careful export is."""
    choice = random.Random(seed)  # noqa: S311
    return [
        Row(
            logins[school], 7000 + number, choice.randint(2, 5), year=year, grade=grade, primary=choice.randint(0, 20),
            journal=choice.randint(2, 5), class_name=f"{grade}{choice.choice('АБ')}", variant=choice.choice("12"),
        )
        for school in ("own", "second", "third")
        for year in (2018, 2019)
        for grade in (5, 6)
        for number in range(12)
    ]  # fmt: skip


async def test_a_shuffled_file_gives_the_same_protocols(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    rows = many(logins)
    upload = await sender.write(plain(rows))
    assert outcomes(upload) == (12, 0, 0), "several academic years, each with its own works"
    await check_stored(worker_engine)
    shuffled = random.Random(2).sample(rows, len(rows))  # noqa: S311
    assert outcomes(await sender.write(plain(shuffled))) == (0, 0, 12)


async def test_a_school_that_comes_back_in_a_later_block_of_a_spooled_file_is_one(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str], small_blocks: None, settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    rows = many(logins)
    shuffled = random.Random(3).sample(rows, len(rows))  # noqa: S311
    upload = await sender.write(plain(shuffled))
    assert outcomes(upload) == (12, 0, 0)
    assert len(await stored(worker_engine, upload)) == len(rows)
    assert list((settings.var_dir / "spool").iterdir()) == [], "nothing is left of the spool"
    monkeypatch.undo()
    monkeypatch.setattr(jobs, "read_file", read_here)
    assert outcomes(await sender.write(plain(rows))) == (0, 0, 12)
    await check_stored(worker_engine)


@pytest.mark.parametrize("place", ["memory", "disk"])
async def test_a_school_called_by_login_and_by_code_has_one_protocol(
    place: str, sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str],
    request: pytest.FixtureRequest,
) -> None:  # fmt: skip
    if place == "disk":
        request.getfixturevalue("small_blocks")
    named = {
        row["fisoko_login"]: row["code"]
        for row in await fetch(worker_engine, "select * from school")
    }
    rows = many(logins)
    mixed = [
        row._replace(school=named[row.school.removeprefix("edu")]) if number % 2 else row
        for number, row in enumerate(rows)
    ]
    upload = await sender.write(plain(mixed), name="код и логин.csv")
    assert outcomes(upload) == (12, 0, 0)
    assert len(await stored(worker_engine, upload)) == len(rows)
    await check_stored(worker_engine)
    assert outcomes(await sender.write(plain(rows))) == (0, 0, 12)
    twice = [rows[0], rows[0]._replace(school=named[rows[0].school.removeprefix("edu")])]
    refused = await sender.send(plain(twice))
    assert (refused["state"], refused["errors"]) == ("screened", 1), (
        "one pupil under two names of the school"
    )


async def test_two_works_of_one_book_have_their_own_maxima(
    sender: Sender, worker_engine: AsyncEngine, logins: dict[str, str]
) -> None:
    """The second sheet has fewer tasks: its work is not measured by the first one's maximum."""
    pupils = [pupil._replace(login=logins["third"]) for pupil in CLEAN]
    short = table(pupils, title="ВПР 2020 Русский язык 5 класс (по программе 4 класса)")
    short[1][1], short[2] = "Русский язык", [""]
    for row in short[5:]:
        del row[9:21]  # tasks 4 … 12
    for row, pupil in zip(short[7:], pupils, strict=True):
        row[9] = sum(int(score) for score in pupil.scores[:3])
    content = BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("математика.xlsx", xlsx_bytes(table(pupils)))
        archive.writestr("русский.xlsx", xlsx_bytes(short))
    upload = await sender.write(content.getvalue(), name="обе.zip")
    rows = await fetch(
        worker_engine,
        "select distinct j.code, w.max_primary from protocol p join work w on w.id = p.work_id"
        " join subject j on j.id = w.subject_id where p.upload_id = :id order by 1",
        id=upload["id"],
    )
    assert [tuple(row.values()) for row in rows] == [("math", 20), ("russian", 4)]


async def test_a_hundred_thousand_rows_of_a_plain_file(
    sender: Sender,
    worker_engine: AsyncEngine,
    logins: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Through the real child; the file is spooled to the disk."""
    monkeypatch.undo()
    monkeypatch.setattr(gathering, "IN_MEMORY", 1 << 20)
    choice = random.Random(4)  # noqa: S311
    lines = [
        f"{logins[school]};vpr;{year};spring;{subject};{grade};6А;{number};1;7;{2 + (number + grade) % 4};3\n"
        for school in ("own", "second", "third")
        for year in range(2011, 2020)
        for subject in ("Математика", "Русский язык")
        for grade in (5, 6, 7, 8)
        for number in range(1, 464)
    ]
    choice.shuffle(lines)
    header = plain([], without=("series",)).decode()
    upload = await sender.write((header + "".join(lines)).encode())
    assert (upload["rows_total"], upload["rows_written"]) == (len(lines), len(lines))
    assert outcomes(upload) == (216, 0, 0)
    await check_stored(worker_engine)
    (found,) = await fetch(
        worker_engine,
        "select sum(participants) as n, sum(2 * n2 + 3 * n3 + 4 * n4 + 5 * n5) as marks, count(*) as protocols"
        " from protocol where upload_id = :id and school_id = :school",
        id=upload["id"],
        school=key("school:third"),
    )
    expected = sum(2 + (number + grade) % 4 for grade in (5, 6, 7, 8) for number in range(1, 464))
    assert tuple(found.values()) == (len(lines) // 3, expected * 18, 72)
