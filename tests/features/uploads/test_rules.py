"""The rules in public, and the same check on the sender's own machine."""

import json
import socket
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from backend.core.settings import Settings
from backend.domain.scores.rules import RULES
from backend.features.uploads.intake.layouts import FOLDER, SHARED, rules_version
from backend.features.uploads.local_check import checking
from backend.features.uploads.local_check.printing import print_check
from tests.conftest import Client
from tests.data.make_samples import CLEAN, DIRTY, PLANTED, csv_bytes, table, xlsx_bytes

NEEDS_DATABASE = {"school_unknown", "participant_duplicate", "mark_against_scale"}


def local_settings(tmp_path: Path) -> Settings:
    return Settings(secret_key="x" * 40, var_dir=tmp_path / "var")


def checked(tmp_path: Path, *paths: Path, as_json: bool = False) -> tuple[bool, str]:
    lines: list[str] = []
    is_clean = print_check(
        paths, local_settings(tmp_path), server=None, as_json=as_json, echo=lines.append
    )
    return is_clean, "\n".join(lines)


def written(tmp_path: Path, name: str, content: bytes) -> Path:
    path = tmp_path / name
    path.write_bytes(content)
    return path


async def test_rules_are_public_and_whole(reader: Client) -> None:
    reply = await reader.get("/api/v1/upload-rules")
    assert reply.status_code == 200
    rules = reply.json()
    assert rules["version"] == rules_version()
    assert {rule["code"] for rule in rules["rules"]} == set(RULES)
    assert all(rule["title"] and rule["how_to_fix"] for rule in rules["rules"])
    layouts = {layout["code"]: layout for layout in rules["layouts"]}
    assert set(layouts) == {path.stem for path in FOLDER.glob("*.yaml") if path.name != SHARED}
    assert layouts["f1"]["fields"]["participant"][0] == "Код участника"
    assert "participant" in layouts["f1"]["required"]


def test_every_planted_error_is_named_by_row_and_column(tmp_path: Path) -> None:
    path = written(tmp_path, "грязный.xlsx", xlsx_bytes(table(DIRTY)))
    is_clean, out = checked(tmp_path, path)
    assert not is_clean
    for row, column, code in PLANTED:
        if code not in NEEDS_DATABASE:
            assert f"лист «Ф1», строка {row}, столбец {column}" in out, code
            assert RULES[code].title in out
    assert "школы" in out.splitlines()[-1]  # what was not checked is said


def test_json_for_programs_has_the_same_places(tmp_path: Path) -> None:
    path = written(tmp_path, "dirty.csv", csv_bytes(table(DIRTY)))
    is_clean, out = checked(tmp_path, path, as_json=True)
    assert not is_clean
    whole = json.loads(out)
    assert whole["rules_version"] == rules_version()
    (file,) = whole["files"]
    places = {(i["row"], i["column"], i["code"]) for i in file["issues"]}
    assert {p for p in PLANTED if p[2] not in NEEDS_DATABASE} <= places
    assert file["errors"] == sum(g["count"] for g in file["groups"] if g["severity"] == "error")
    assert file["tables"][0]["encoding"] == "cp1251"


def test_a_clean_file_is_clean_and_no_table_is_a_sentence(tmp_path: Path) -> None:
    clean = written(tmp_path, "clean.csv", csv_bytes(table(CLEAN)))
    assert checked(tmp_path, clean)[0]
    noise = written(tmp_path, "noise.bin", b"\x00\x01\x02" * 100)
    is_clean, out = checked(tmp_path, clean, noise, tmp_path / "нет.csv")
    assert not is_clean
    assert "Файл не похож" in out
    assert "Такого файла нет" in out


def test_names_are_read_no_further_and_never_printed(tmp_path: Path) -> None:
    rows = table(DIRTY)
    rows[6].append("ФИО")
    for row in rows[7:]:
        row.append("Канарейкин Тест Тестович")
    path = written(tmp_path, "names.csv", csv_bytes(rows, encoding="utf-8-sig"))
    for as_json in (False, True):
        assert "Канарейкин" not in checked(tmp_path, path, as_json=as_json)[1]
    assert "имена и документы в столбцах Y" in checked(tmp_path, path)[1]


@pytest.mark.parametrize(("name", "code"), [("clean.csv", 0), ("dirty.csv", 1)])
def test_the_command_ends_with_a_code_for_scripts(tmp_path: Path, name: str, code: int) -> None:
    rows = table(CLEAN if code == 0 else DIRTY)
    path = written(tmp_path, name, csv_bytes(rows))
    done = subprocess.run(
        [sys.executable, "-m", "backend.cli", "check", "--json", str(path)],
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == code, done.stderr.decode()
    assert json.loads(done.stdout)["files"][0]["refusal"] is None


def test_other_rules_on_the_server_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(version: str) -> None:
        reply = httpx.Response(
            200, json={"version": version}, request=httpx.Request("GET", "http://a")
        )
        monkeypatch.setattr(httpx, "get", lambda *_a, **_k: reply)

    answer(rules_version())
    assert checking.compare_rules("http://a/api/v1/")["problem"] is None
    answer("другая")
    assert "Обновите программу" in checking.compare_rules("http://a")["problem"]
    monkeypatch.undo()
    with socket.socket() as held:  # bound and not listening: nobody answers there
        held.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{held.getsockname()[1]}"
        assert "не получены" in checking.compare_rules(address)["problem"]
