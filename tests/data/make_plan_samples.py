"""Makes the sample plans beside it: `python -m tests.data.make_plan_samples`. Deterministic.

`plan_64_od.docx` is the decree № 64-од laid out as its scan is (`decree_64_od.txt`): every block of tabbed lines is a
table of its own, torn where a page ended, so most tables have lost their header and three rows are in two parts; titles
of sections stand now above a table, now in a merged row. `plan_64_od.xlsx` is the same plan as people keep it in
Excel: numbers typed as numbers, days as dates, the plan «500+» on a sheet of its own.
"""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
import yaml
from docx.shared import Cm

from backend.features.editions.office_files.writing.paper import add_line, new_paper, packed

HERE = Path(__file__).parent
DECREE = HERE / "decree_64_od.txt"
ROAD_MAP = HERE.parents[1] / "backend" / "data" / "roadmap_2020_2021.yaml"
# A drawing in the scan that its text version describes, and the rule under a header that was lost.
NOT_IN_THE_ACT = re.compile(r"A handwritten signature|-{3,}\t")
WIDTHS = {5: (1.4, 5.6, 2.9, 3.5, 3.6), 4: (5.0, 3.1, 5.1, 3.8)}
DAY = re.compile(r"\d\d\.\d\d\.\d{4}")


def blocks() -> Iterator[list[str]]:
    """Yield the decree as blocks of lines; a row of a table has tabs between its cells."""
    for block in DECREE.read_text(encoding="utf-8").strip("\n").split("\n\n"):
        lines = [line for line in block.split("\n") if not NOT_IN_THE_ACT.match(line)]
        if any(lines):
            yield lines


def docx_bytes() -> bytes:
    """Return the whole decree with its tables as they are on its pages."""
    document = new_paper("Распоряжение от 12.02.2021 № 64-од", is_wide=False)
    is_bold = False
    for lines in blocks():
        if any("\t" in line for line in lines):
            _table(document, lines)
        else:
            for line in lines:
                is_bold ^= line.startswith("**")
                add_line(document, line.replace("**", ""), bold=is_bold, centred=is_bold)
                is_bold ^= line.endswith("**")
        add_line(document, "")
    return packed(document)


def _table(document: Any, lines: list[str]) -> None:
    """Add the block as a table; a row with a text in its first cell alone is merged over all columns."""
    rows = [line.split("\t") for line in lines]
    table = document.add_table(0, len(rows[0]), style="Table Grid")
    table.autofit = False
    for column, width in zip(table.columns, WIDTHS[len(rows[0])], strict=True):
        column.width = Cm(width)
    for texts in rows:
        cells = table.add_row().cells
        if not any(texts[1:]):
            cells[0].merge(cells[-1]).text = texts[0]
            continue
        for cell, text in zip(cells, texts, strict=True):
            cell.text = text


def xlsx_bytes() -> bytes:
    """Return the plan as a workbook of two sheets."""
    plan = yaml.safe_load(ROAD_MAP.read_text(encoding="utf-8"))
    out = BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        book.set_properties({"created": datetime(2021, 2, 12, tzinfo=UTC)})
        bold, day = book.add_format({"bold": True}), book.add_format({"num_format": "dd.mm.yyyy"})
        sheet = book.add_worksheet("Дорожная карта")
        sheet.merge_range(0, 0, 0, 4, plan["roadmap_title"], bold)
        sheet.write_row(
            2, 0, ["№ п/п", "Мероприятия", "Сроки", "Ответственный", "Итоговый документ"]
        )
        line = 3
        for section in plan["sections"][:-1]:
            sheet.merge_range(line, 0, line, 4, f"{section['code']}. {section['title']}", bold)
            for row in (a for a in plan["activities"] if a["section"] == section["code"]):
                line += 1
                texts = [row["title"], row["term_source"], row["responsible_source"]]
                sheet.write_number(line, 0, float(row["number"]))
                sheet.write_row(line, 1, [*texts, row["result_document"]])
            line += 1
        project = book.add_worksheet("500+")
        project.write_string(0, 0, plan["project_title"], bold)
        project.write_row(
            1, 0, ["Мероприятие", "Срок исполнения", "Ожидаемый результат", "Ответственные"]
        )
        rows = (a for a in plan["activities"] if a["section"] == plan["sections"][-1]["code"])
        for line, row in enumerate(rows, start=2):
            term = row["term_source"]
            project.write_string(line, 0, row["title"])
            if DAY.fullmatch(term):
                written = datetime.strptime(term, "%d.%m.%Y")  # noqa: DTZ007 - Excel knows no zones
                project.write_datetime(line, 1, written, day)
            else:
                project.write_string(line, 1, term)
            project.write_row(line, 2, [row["expected_result"], row["responsible_source"]])
    return out.getvalue()


def main() -> None:
    (HERE / "plan_64_od.docx").write_bytes(docx_bytes())
    (HERE / "plan_64_od.xlsx").write_bytes(xlsx_bytes())


if __name__ == "__main__":
    main()
