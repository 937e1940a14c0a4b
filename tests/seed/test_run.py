"""The seed as a whole: changes nothing twice, goes on after a kill, keeps secrets, refuses other people's data."""

import asyncio
import json
import stat
from typing import Any

import pytest
import sqlalchemy as sa

from backend.access.passwords import hash_secret, password_fits
from backend.core.database import create_engine
from backend.core.provision import ProvisionError
from backend.core.settings import WORKER_ROLE, Settings
from backend.seed import is_seeded, results, run_seed, stages
from backend.seed.wide_registry import Batch

COUNTED = ("region", "school", "person", "credential", "activity", "evidence", "protocol", "change")


def silent(_: str) -> None:
    """Take progress lines nowhere."""


def fetch(settings: Settings, statement: str) -> list[tuple[Any, ...]]:
    async def ask() -> list[tuple[Any, ...]]:
        engine = create_engine(settings, role=WORKER_ROLE)
        async with engine.begin() as connection:
            result = await connection.execute(sa.text(statement))
            rows = [tuple(row) for row in result] if result.returns_rows else []
        await engine.dispose()
        return rows

    return asyncio.run(ask())


def counts(settings: Settings) -> dict[str, int]:
    columns = ", ".join(f"(select count(*) from {table})" for table in COUNTED)
    return dict(zip(COUNTED, fetch(settings, f"select {columns}")[0], strict=True))


def credentials(settings: Settings) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((settings.var_dir / "demo-credentials.json").read_text())
    return found


def test_a_second_run_changes_nothing_and_says_so(seeded: Settings) -> None:
    before, secrets = counts(seeded), credentials(seeded)
    said: list[str] = []
    run_seed(seeded, "office", said.append)
    assert said == ["Данные уже загружены: ничего не изменено."]
    assert counts(seeded) == before
    assert credentials(seeded) == secrets
    assert is_seeded(seeded)


def test_a_killed_run_goes_on_without_doubles(empty: Settings, seeded: Settings) -> None:
    for broken in (
        "load_registry",
        "load_accounts",
        "load_decree",
        "load_story",
        "load_office_results",
        "load_targets",
    ):
        whole = getattr(stages, broken)

        async def killed(*arguments: Any, whole: Any = whole) -> None:
            await whole(*arguments)  # all written, nothing committed
            raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(stages, broken, killed)
            with pytest.raises(KeyboardInterrupt):
                run_seed(empty, "office", silent)
        assert not is_seeded(empty)
    run_seed(empty, "office", silent)
    assert is_seeded(empty)
    assert counts(empty) == counts(seeded)
    assert_secrets_open(empty)


def assert_secrets_open(settings: Settings) -> None:
    """Every password and machine secret of the file fits what the database keeps."""
    kept = dict(fetch(settings, "select login, password_hash from credential"))
    machines = dict(fetch(settings, "select client_id, secret_hash from machine_client"))
    given = credentials(settings)
    assert {entry["login"] for entry in given["people"]} == set(kept)
    for entry in given["people"]:
        assert asyncio.run(password_fits(entry["password"], kept[entry["login"]]))[0]
    for client in given["clients"]:
        assert hash_secret(client["client_secret"]) == machines[client["client_id"]]


def test_secrets_are_in_a_file_for_the_owner_alone(seeded: Settings) -> None:
    path = seeded.var_dir / "demo-credentials.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    given = credentials(seeded)
    assert set(given) == {"base_url", "people", "clients"}
    assert given["base_url"] == "http://127.0.0.1:8000"
    assert all(set(entry) == {"role", "login", "password"} for entry in given["people"])
    assert all(set(e) == {"name", "client_id", "client_secret", "scopes"} for e in given["clients"])
    assert len({entry["password"] for entry in given["people"]}) == 10
    assert_secrets_open(seeded)


def test_one_account_for_every_role(seeded: Settings) -> None:
    rows = fetch(
        seeded,
        "select g.role, c.login, o.code, s.fisoko_login from role_grant g"
        " join credential c on c.person_id = g.person_id left join territorial_office o on o.id = g.office_id"
        " left join school s on s.id = g.school_id order by g.role",
    )
    office = {"auditor", "coordinator", "head", "methodist", "office_specialist"}
    assert rows == [
        (
            role,
            role,
            "central" if role in office else None,
            "63901003" if role.startswith("school_") else None,
        )
        for role in sorted([*office, "admin", "curator", "mentor", "school_deputy", "school_head"])
    ]


def test_the_curator_and_the_mentor_stand_by_new_binaradka(seeded: Settings) -> None:
    rows = fetch(
        seeded,
        "select c.login from assignment a join credential c on c.person_id = a.person_id"
        " join school s on s.id = a.school_id where s.fisoko_login = '63901003' order by c.login",
    )
    assert rows == [("curator",), ("mentor",)]


def test_a_lost_file_brings_new_secrets(copy: Settings) -> None:
    old = credentials(copy)
    (copy.var_dir / "demo-credentials.json").unlink()
    said: list[str] = []
    run_seed(copy, "office", said.append)
    assert said == ["Файл с паролями не найден: учётные записи демонстрации получили новые пароли."]
    assert credentials(copy)["people"] != old["people"]
    assert_secrets_open(copy)


def test_other_peoples_data_are_left_alone(empty: Settings) -> None:
    fetch(
        empty,
        "insert into region (code, name, timezone) values ('63', 'Чужой реестр', 'Europe/Samara')",
    )
    assert is_seeded(empty)  # nothing to do for the launcher
    with pytest.raises(ProvisionError, match="другие данные"):
        run_seed(empty, "office", silent)
    assert counts(empty)["school"] == 0


def test_a_region_goes_on_after_a_kill(copy: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two small municipalities: the first is committed, the second is killed, then written once."""
    batches = [
        Batch("63", "west", "Западное управление", 3, 2001),
        Batch("63", "south", "Южное управление", 4, 2101),
    ]
    monkeypatch.setattr(stages, "region_batches", lambda: batches)
    whole = results.write_protocols
    written: list[int] = []

    async def killed(*arguments: Any) -> int:
        written.append(await whole(*arguments))
        if len(written) == 2:
            raise KeyboardInterrupt
        return written[-1]

    monkeypatch.setattr("backend.seed.wide_registry.write_protocols", killed)
    schools = "select count(*) from school where code > 'Ш632000'"
    with pytest.raises(KeyboardInterrupt):
        run_seed(copy, "region", silent)
    assert fetch(copy, schools) == [(3,)]
    said: list[str] = []
    run_seed(copy, "region", said.append)
    assert said[-1].startswith(f"управлений 1 из 1: школ 4, протоколов {written[1]}")
    assert fetch(copy, schools) == [(7,)]
    assert written[2:] == [written[1]]
    run_seed(copy, "region", said.append)
    assert said[-1] == "Данные уже загружены: ничего не изменено."


def test_two_seeds_at_once_do_not_meet(seeded: Settings) -> None:
    async def hold_and_run() -> None:
        engine = create_engine(seeded, role=WORKER_ROLE)
        async with engine.connect() as connection:
            await connection.execute(sa.select(sa.func.pg_advisory_lock(stages._LOCK)))
            with pytest.raises(ProvisionError, match="уже идёт"):
                await asyncio.to_thread(run_seed, seeded, "office", silent)
        await engine.dispose()

    asyncio.run(hold_and_run())
