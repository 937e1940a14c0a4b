"""What `marshrut check` prints: how each file was read, the groups, and every place by sheet, row and column."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from backend.core.settings import Settings
from backend.features.uploads.intake.layouts import rules_version
from backend.features.uploads.local_check.checking import NOT_CHECKED, check_files, compare_rules

_SEVERITY = {"error": "ОШИБКА", "warning": "замечание"}


def print_check(
    paths: Sequence[Path],
    settings: Settings,
    *,
    server: str | None,
    as_json: bool,
    echo: Callable[[str], None],
) -> bool:
    """Check the files and print what was found; return whether nothing stands against sending them."""
    verdicts = check_files(paths, settings)
    compared = compare_rules(server) if server else None
    is_clean = not any(verdict["errors"] for verdict in verdicts)
    is_clean = is_clean and not (compared and compared["problem"])
    if as_json:
        whole = {
            "rules_version": rules_version(),
            "server": compared,
            "not_checked": NOT_CHECKED,
            "files": verdicts,
        }
        echo(json.dumps(whole, ensure_ascii=False, indent=2))
        return is_clean
    for verdict in verdicts:
        for line in printed_file(verdict):
            echo(line)
        echo("")
    echo(NOT_CHECKED)
    if compared:
        echo(compared["problem"] or f"Правила на сервере те же: {compared['here']}.")
    return is_clean


def printed_file(verdict: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines about one file."""
    yield f"{verdict['file']}"
    if verdict["refusal"] is not None:
        yield f"  ОШИБКА    {verdict['refusal']}"
        return
    for table in verdict["tables"]:
        yield f"  {_printed_table(table)}"
    for skipped in verdict["skipped"]:
        yield f"  Не читали: {_place(skipped)} ({skipped['why']})"
    for question in verdict["questions"]:
        sample = f" ({question['sample']})" if question["sample"] else ""
        yield f"  ВОПРОС    {question['sentence']}{sample}"
    yield f"  Строк с результатами: {verdict['rows_total']}, с ошибками: {verdict['rows_bad']}"
    if not verdict["groups"]:
        yield "  Замечаний нет."
        return
    yield f"  Ошибок: {verdict['errors']}, замечаний без ошибки: {verdict['warnings']}"
    for group in verdict["groups"]:
        yield from _printed_group(group)
    yield "  По местам:"
    for issue in verdict["issues"]:
        yield f"    {_printed_issue(issue)}"
    told = len(verdict["issues"])
    total = verdict["errors"] + verdict["warnings"]
    if told < total:
        yield f"    … и ещё {total - told}: исправьте эти и проверьте файл снова."


def _printed_table(table: Mapping[str, Any]) -> str:
    parts = [f"{_place(table) or 'Таблица'}: {table['layout']}"]
    if table["header_row"]:
        parts.append(f"шапка в строке {table['header_row']}")
    if table["encoding"]:
        parts.append(f"кодировка {table['encoding']}")
    if table["personal_columns"]:
        letters = ", ".join(column["column"] for column in table["personal_columns"])
        parts.append(f"имена и документы в столбцах {letters} не читаются дальше ключа")
    return "; ".join(parts)


def _printed_group(group: Mapping[str, Any]) -> Iterator[str]:
    columns = ", ".join(column["column"] for column in group["columns"])
    where = [f"строки {group['rows']}"] if group["rows"] else []
    where += [f"столбцы {columns}"] if columns else []
    tail = f": {'; '.join(where)}" if where else ""
    yield f"  {_SEVERITY[group['severity']]:9} {group['title']} — {group['count']}{tail}"
    yield f"            {group['how_to_fix']}"


def _printed_issue(issue: Mapping[str, Any]) -> str:
    where = [_place(issue)]
    if issue["row"] is not None:
        where.append(f"строка {issue['row']}")
    if issue["column"]:
        where.append(f"столбец {issue['column']}")
    if issue["header"]:
        where.append(f"«{issue['header']}»")
    place = ", ".join(part for part in where if part) or "весь файл"
    return f"{_SEVERITY[issue['severity']]:9} {place}: {issue['message']}"


def _place(item: Mapping[str, Any]) -> str:
    file = f"файл «{item['file']}»" if item["file"] else ""
    sheet = f"лист «{item['sheet']}»" if item["sheet"] else ""
    return ", ".join(part for part in (file, sheet) if part)
