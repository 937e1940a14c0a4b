"""Files of РЦОИ through the whole product: names become keys, thresholds are counted, the original goes away."""

from collections.abc import Callable
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from backend.core.files import FolderFiles
from backend.core.jobs import JobRunner
from tests.features.uploads.conftest import Upload, drain
from tests.features.uploads.test_uploads import commit, results

Headers = Callable[[str], dict[str, str]]
_HEADER = (
    "№;Код МСУ;Код ОО;Класс;Код ППЭ;Аудитория;Фамилия;Имя;Отчество;Серия;Номер;"
    "Задания с кратким ответом;Задания с развёрнутым ответом;Первичный балл;Балл"
)
_PEOPLE = (
    ("Тайнова", "Мария", "6300", "100001", "+-+", "1(2)0(3)", 3, 20),
    ("Скрытов", "Пётр", "6300", "100002", "+++", "2(2)3(3)", 8, 84),
    ("Неведомов", "Иван", "6300", "100003", "++-", "2(2)1(3)", 5, 55),
)


async def school_code(engine: AsyncEngine, login: str) -> str:
    async with engine.connect() as connection:
        found: str = await connection.scalar(
            text("select code from school where fisoko_login = :login"),
            {"login": login.removeprefix("edu")},
        )
    return found


def exam(code: str, people: tuple[tuple[Any, ...], ...] = _PEOPLE) -> bytes:
    lines = [
        f"{n};{code[:3]};{code[3:]};11А;1111;0001;{surname};{name};Ивановна;{series};{number};{short};{long};{primary};{test}"
        for n, (surname, name, series, number, short, long, primary, test) in enumerate(people, 1)
    ]
    return "\r\n".join(
        ["01 - Русский язык 2021.06.03", _HEADER, *lines, "Средние;;;;;;;;;;;;;5;53", ""]
    ).encode("cp1251")


async def test_an_exam_with_names_is_counted_by_keys_and_its_original_is_removed(
    send: Upload, anonymous: httpx.AsyncClient, runner: JobRunner, as_role: Headers,
    logins: dict[str, str], worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    code = await school_code(worker_engine, logins["third"])
    upload = await send(exam(code), name="01_2021.06.03.csv")
    assert (upload["state"], upload["errors"]) == ("screened", 0), upload
    (work,) = upload["reading"]["works"]
    assert (work["procedure"], work["subject_name"], work["grade"]) == ("ege", "Русский язык", 11)
    upload = await commit(anonymous, runner, upload, as_role("methodist"))
    assert (upload["state"], upload["rows_written"]) == ("committed", 3)

    (result,) = await results(anonymous, as_role("coordinator"), "third")
    assert result["figures"]["n"] == 3
    async with worker_engine.connect() as connection:
        row = (
            await connection.execute(
                text(
                    "select n_below, n_high, sum_test, n_test from protocol where upload_id = :id"
                ),
                {"id": upload["id"]},
            )
        ).one()
        codes = list(
            await connection.scalars(
                text("select participant_code from result where protocol_id = :id"),
                {"id": result["protocol_id"]},
            )
        )
        everything = await connection.scalar(
            text(
                "select string_agg(coalesce(new::text, '') || coalesce(old::text, ''), '') from change"
            )
        )
    assert tuple(row) == (1, 1, 159, 3)
    assert all(found >= 1 << 62 for found in codes)
    assert not any(word in everything for word in ("Тайнов", "Скрытов", "100001"))
    await drain(runner)
    assert not FolderFiles(runner.files.root).path(upload["sha256"]).exists()


async def test_the_same_person_keeps_the_key_and_an_appeal_changes_one_score(
    send: Upload, anonymous: httpx.AsyncClient, runner: JobRunner, as_role: Headers,
    logins: dict[str, str], worker_engine: AsyncEngine,
) -> None:  # fmt: skip
    code = await school_code(worker_engine, logins["third"])
    await commit(anonymous, runner, await send(exam(code)), as_role("methodist"))
    changed = ((*_PEOPLE[0][:-3], "2(2)0(3)", 4, 26), *_PEOPLE[1:])
    upload = await send(exam(code, changed))
    assert upload["errors"] == 0
    outcomes = upload["reading"]["outcomes"]
    assert (outcomes["rows_changed"], outcomes["rows_missing"], outcomes["rows_new"]) == (1, 0, 0)
