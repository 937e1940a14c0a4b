"""Reads files with the child of the server and tells what is wrong in them; what needs the database is not checked."""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import httpx

from backend.core.settings import Settings
from backend.domain.scores.issues import Issue, grouped, in_order
from backend.domain.scores.rules import ERROR, RULES
from backend.features.uploads.intake.gathering import Gathered
from backend.features.uploads.intake.layouts import rules_version
from backend.features.uploads.intake.reader import ParserKilled, read_file

NOT_CHECKED = (
    "Без базы данных не проверено: есть ли такие школы и предметы, не повторяются ли участники, сходятся ли отметки"
    " со шкалой, что изменится в записанных протоколах."
)
_SERVER_PATIENCE_SECONDS = 10.0


def check_files(paths: Sequence[Path], settings: Settings) -> list[dict[str, Any]]:
    """Return what is wrong with each file, in the order of the paths; JSON-ready."""
    return [_check(path, settings) for path in paths]


def _check(path: Path, settings: Settings) -> dict[str, Any]:
    if not path.is_file():
        return _refused(path, "Такого файла нет.")
    try:
        found = asyncio.run(
            read_file(path, filename=path.name, options={}, sender_school=None, settings=settings)
        )
    except ParserKilled:
        return _refused(
            path, "Чтение остановила система: не хватило памяти. Запустите проверку снова."
        )
    try:
        if found.refusal is not None:
            return _refused(path, found.refusal)
        return _verdict(path, found)
    finally:
        found.spool.close()


def _refused(path: Path, sentence: str) -> dict[str, Any]:
    return {"file": str(path), "refusal": sentence, "errors": 1, "warnings": 0}


def _verdict(path: Path, found: Gathered) -> dict[str, Any]:
    issues = in_order(found.issues)
    groups = grouped(issues, found.unkept)
    count = {
        severity: sum(group["count"] for group in groups if group["severity"] == severity)
        for severity in (ERROR, "warning")
    }
    return {
        "file": str(path),
        "refusal": None,
        "errors": count[ERROR],
        "warnings": count["warning"],
        "rows_total": found.rows_total,
        "rows_bad": found.rows_bad,
        "personal": found.is_personal,
        "tables": [_table(table) for table in found.tables],
        "works": found.works,
        "questions": [
            {"table": table["number"], **question}
            for table in found.tables
            for question in table["questions"]
        ],
        "skipped": [{"file": f, "sheet": sheet, "why": why} for f, sheet, why in found.skipped],
        "groups": groups,
        "issues": [_issue(issue, found.tables) for issue in issues],
    }


def _table(table: dict[str, Any]) -> dict[str, Any]:
    names = (
        "number", "file", "sheet", "profile", "layout", "file_kind", "encoding", "delimiter", "decimal", "header_row",
        "first_row", "last_row",
    )  # fmt: skip
    dropped = [
        {"column": column, "header": header}
        for column, header, _, kind, _ in table["columns"]
        if kind == "personal"
    ]
    return {name: table.get(name) for name in names} | {"personal_columns": dropped}


def _issue(issue: Issue, tables: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rule = RULES[issue.code]
    table = tables[issue.table] if issue.table is not None and issue.table < len(tables) else {}
    return {
        "code": issue.code,
        "severity": rule.severity,
        "title": rule.title,
        "file": table.get("file") or None,
        "sheet": table.get("sheet") or None,
        **{
            name: getattr(issue, name)
            for name in ("row", "column", "header", "message", "how_to_fix")
        },
    }


def compare_rules(server: str) -> dict[str, Any]:
    """Return the rules version of a server beside ours; `problem` is a sentence where they cannot be trusted alike."""
    here = rules_version()
    base = server.rstrip("/").removesuffix("/api/v1")
    try:
        reply = httpx.get(f"{base}/api/v1/upload-rules", timeout=_SERVER_PATIENCE_SECONDS)
        reply.raise_for_status()
        there = str(reply.json()["version"])
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, KeyError, TypeError):
        sentence = f"Правила сервера {base} не получены: проверьте адрес."
        return {"here": here, "server": None, "problem": sentence}
    if there == here:
        return {"here": here, "server": there, "problem": None}
    sentence = (
        f"На сервере правила {there}, здесь {here}: сервер может найти другое. Обновите программу."
    )
    return {"here": here, "server": there, "problem": sentence}
