"""The sheet «О файле» of a book that leaves: what it is, what was left out, what is wrong with whole tables."""

from collections.abc import Mapping, Sequence
from typing import Any

from backend.features.uploads.exports.layout import SOURCE_ROW, personal_columns
from backend.features.uploads.exports.marks import Collecting
from backend.features.uploads.exports.pages import COMMENTS_LIMIT, rows_limit

_MARKED = (
    "Ваш файл с пометками: красные ячейки с ошибкой, жёлтые с замечанием, слова в примечании к ячейке и в последнем"
    " столбце. Строки и столбцы стоят там же, где в исходном файле."
)
_FAILED = (
    "Только строки с ошибками, под шапкой исходного файла. Исправьте их и загрузите книгу: она читается как исходный"
    f" файл. Столбцы «{SOURCE_ROW}» и «Ошибка» можно оставить."
)
_EMPTIED = (
    "Эти столбцы выгружены пустыми: имена и документы система не хранит и не отдаёт. Если участник опознаётся по ним,"
    f" впишите их снова из своего файла по столбцу «{SOURCE_ROW}»."
)


def about_lines(
    asked: Mapping[str, Any], collected: Collecting, sheets: Sequence[str]
) -> list[tuple[str, str]]:
    """Return lines of two cells."""
    lines = [
        ("Файл", asked["filename"]),
        ("Что это", _FAILED if asked["is_failed_only"] else _MARKED),
        *[(title, words) for title, words in asked["about"]],
    ]
    for sheet, (_, marks) in zip(sheets, sorted(collected.tables.items()), strict=False):
        lines.append((f"Лист «{sheet}»", marks.told["layout"]))
        if emptied := personal_columns(marks.told):
            lines.append((", ".join(emptied), _EMPTIED))
        lines += [("Вся таблица", text) for text in dict.fromkeys(marks.whole)]
        wrong = marks.told["rows_total"] if marks.is_wrong else len(marks.errors)
        most = rows_limit(len(marks.told["columns"]))
        if marks.rows_unkept or (asked["is_failed_only"] and wrong > most):
            words = f"Строк с ошибками больше, чем помещается: в книге первые {most}."
            lines.append(
                ("Не всё", f"{words} Исправьте их в исходном файле и загрузите его снова.")
            )
        if marks.is_brief:
            words = "Ошибок очень много: у части строк названа только первая."
            lines.append(("Не всё", words))
        marked = sum(len(found) for found in (*marks.errors.values(), *marks.warnings.values()))
        if not asked["is_failed_only"] and marked > COMMENTS_LIMIT:
            words = (
                f"Примечаний к ячейкам {COMMENTS_LIMIT}; слова обо всех стоят в последнем столбце."
            )
            lines.append(("Примечания", words))
    for file, sheet, why in collected.skipped:
        named = " / ".join(part for part in (file, sheet) if part)
        lines.append(("Не вошло", f"{named}: {why}"))
    return lines
