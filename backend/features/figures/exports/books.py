"""Every answer as a workbook."""

from collections.abc import Sequence
from typing import Any

from backend.core.file_replies import OutgoingFile
from backend.core.media_types import XLSX
from backend.core.table_book import Cell, Sheet, write_book
from backend.features.figures.exports.columns import (
    FIGURE_COLUMNS,
    WORK_COLUMNS,
    Answer,
    figure_cells,
    said,
    share_cells,
    work_cells,
)

_PARENTS = (("municipality", "Район"), ("office", "Управление"), ("region", "Регион"))
_COMPARED = (("success", "успеваемость"), ("quality", "качество"), ("below_min", "ниже порога"))
_CHANGE = (("п. п.", 9), ("от", 8), ("до", 8), ("вывод", 18))
_ZONES = {
    "inside": "в пределах случайного разброса",
    "outside_95": "за пределами 95 %",
    "outside_998": "за пределами 99,8 %",
}


def figures_book(answer: Answer) -> OutgoingFile:
    """Return the list of figures as a workbook, with the territories above in columns of their own."""
    units = {unit["id"]: unit for unit in answer["units"]}
    works = {work["id"]: work for work in answer["works"]}
    parents = {(p["level"], p["id"], p["work_id"]): p["figures"] for p in answer["parents"]}
    above = [(level, title) for level, title in _PARENTS if any(key[0] == level for key in parents)]
    lines: list[list[Cell]] = []
    for row in answer["rows"]:
        unit = units[row["unit_id"]]
        line = [unit["name"], unit["municipality_name"], *work_cells(works[row["work_id"]])]
        line += figure_cells(row["figures"])
        for level, _ in above:
            figures = parents.get((level, unit[f"{level}_id"], row["work_id"]))
            line += [said(figures[name], "pct") if figures else None for name, _ in _COMPARED]
        change = row["year_change"]
        for name, _ in _COMPARED:
            line += _change_cells(change[name])
        lines.append([*line, _reasons(change["reasons"])])
    columns = [
        ("Название", 44), ("Район", 24), *WORK_COLUMNS, *FIGURE_COLUMNS,
        *((f"{title}: {name}, %", 11) for _, title in above for _, name in _COMPARED),
        *((f"К прошлому году, {name}: {title}", width) for _, name in _COMPARED for title, width in _CHANGE),
        ("Почему не сравнивается", 44),
    ]  # fmt: skip
    missing = Sheet(
        "Без результатов",
        (("Название", 44), ("Район", 24)),
        [
            (units[m["unit_id"]]["name"], units[m["unit_id"]]["municipality_name"])
            for m in answer["missing"]
        ],
    )
    sheets = [Sheet("Показатели", columns, lines), missing, _about(answer)]
    return _book(f"Показатели, {answer['level_title'].lower()}", sheets)


def comparison_book(answer: Answer) -> OutgoingFile:
    """Return two works side by side."""
    share = (("чел.", 8), ("из", 8), ("%", 8), ("от %", 8), ("до %", 8))
    estimate = (("оценка, %", 9), ("оценка от, %", 9), ("оценка до, %", 9))
    columns = [
        ("Показатель", 30),
        *((f"Было: {title}", width) for title, width in (*share, *estimate)),
        *((f"Стало: {title}", width) for title, width in (*share, *estimate)),
        *((f"Изменение: {title}", width) for title, width in _CHANGE),
    ]
    lines = []
    for measure in answer["measures"]:
        line: list[Cell] = [measure["title"]]
        for side in ("before", "after"):
            line += share_cells(measure[side]["raw"])
            shrunken = measure[side]["shrunken"]
            line += [
                shrunken[n] if shrunken else None for n in ("pct", "ci_low_pct", "ci_high_pct")
            ]
        lines.append([*line, *_change_cells(measure["change"])])
    about = [
        ("Кто", answer["unit"]["name"]),
        ("Было", "; ".join(work["title"] for work in answer["before"]["works"])),
        ("Стало", "; ".join(work["title"] for work in answer["after"]["works"])),
        ("Оценка", answer["prior"]["text"]),
    ]
    return _book(
        "Сравнение", [Sheet("Сравнение", columns, lines), Sheet("О таблице", _ABOUT, about)]
    )


def dynamics_book(answer: Answer) -> OutgoingFile:
    """Return a series of years."""
    columns = [
        *WORK_COLUMNS, *FIGURE_COLUMNS,
        *((f"К прошлой точке, {name}: {title}", width) for _, name in _COMPARED for title, width in _CHANGE),
        ("Почему не сравнивается", 44),
    ]  # fmt: skip
    lines = []
    for point in answer["points"]:
        line = [*work_cells(point["work"]), *figure_cells(point["figures"])]
        for name, _ in _COMPARED:
            line += _change_cells(point[f"{name}_change"])
        lines.append([*line, _reasons(point["reasons"])])
    without = ", ".join(map(str, answer["years_without"])) or "нет"
    about = [("Кто", answer["unit"]["name"]), ("Годы без результатов", without)]
    return _book("Динамика", [Sheet("Динамика", columns, lines), Sheet("О таблице", _ABOUT, about)])


def funnel_book(answer: Answer) -> OutgoingFile:
    """Return the points of a funnel and its limits."""
    points = Sheet(
        "Школы",
        (("Школа", 44), ("Чел.", 8), ("Из", 8), ("%", 8), ("Где", 34), ("Примечание", 18)),
        [
            (
                p["name"], p["count"], p["n"], p["pct"], _ZONES[p["zone"]],
                "Малая выборка" if p["small_sample"] else "",
            )
            for p in answer["points"]
        ],
    )  # fmt: skip
    names = ("low_95_pct", "high_95_pct", "low_998_pct", "high_998_pct")
    limits = Sheet(
        "Пределы",
        (
            ("Участников", 11),
            ("95 %: от", 9),
            ("95 %: до", 9),
            ("99,8 %: от", 9),
            ("99,8 %: до", 9),
        ),
        [(limit["n"], *(limit[name] for name in names)) for limit in answer["limits"]],
    )
    about = [
        ("Работа", answer["work"]["title"]),
        ("Показатель", answer["title"]),
        ("Общая доля", answer["center_of"]),
        ("Общая доля, %", said(answer["center"], "pct")),
        ("Не показано школ", answer["hidden"]),
        ("Вывод", answer["sentence"]),
    ]
    return _book("Воронка", [points, limits, Sheet("О таблице", _ABOUT, about)])


def similar_book(answer: Answer) -> OutgoingFile:
    """Return schools of a group."""
    nothing: list[Cell] = [None] * len(FIGURE_COLUMNS)
    lines = [
        [item["label"], *(figure_cells(item["figures"]) if item["figures"] else nothing)]
        for item in answer["items"]
    ]
    about = [
        ("Группа", answer["cluster_title"]),
        ("Работа", answer["work"]["title"] if answer["work"] else None),
        ("Вывод", answer["text"]),
        ("Правило", answer["rule"]["text"]),
    ]
    return _book(
        "Похожие школы",
        [
            Sheet("Похожие школы", [("Школа", 44), *FIGURE_COLUMNS], lines),
            Sheet("О таблице", _ABOUT, about),
        ],
    )


_ABOUT = (("Что", 28), ("Значение", 90))


def _about(answer: Answer) -> Sheet:
    lines = [
        ("Уровень", answer["level_title"]),
        ("Условия отбора", answer["conditions"]),
        ("Строк", len(answer["rows"])),
        *((f"Знак «{line['sign']}»", line["text"]) for line in answer["legend"]),
    ]
    return Sheet("О таблице", _ABOUT, lines)


def _change_cells(change: Answer | None) -> list[Cell]:
    if change is None:
        return [None] * len(_CHANGE)
    return [change[name] for name in ("delta_pp", "low_pp", "high_pp", "verdict_text")]


def _reasons(reasons: list[dict[str, Any]]) -> str | None:
    return " ".join(reason["text"] for reason in reasons) or None


def _book(title: str, sheets: Sequence[Sheet]) -> OutgoingFile:
    return OutgoingFile(f"{title}.xlsx", XLSX, write_book(sheets))
