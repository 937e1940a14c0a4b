"""Plans for the tests of office files: the decree from the data file, and how a plan is read back."""

from dataclasses import replace
from pathlib import Path

import yaml

from backend.domain.plan_table import Recognised, recognise
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.features.editions.office_files.reading.archive import Kind, look_through
from backend.features.editions.office_files.reading.read_docx import read_docx
from backend.features.editions.office_files.reading.read_xlsx import read_xlsx
from backend.features.editions.office_files.words import plan_words
from backend.features.editions.office_files.writing.write_docx import Approval

ROOT = Path(__file__).parents[3]
SAMPLES = ROOT / "tests" / "data"
STAMP = Approval(
    (
        "Приложение",
        "к Распоряжению",
        "Центрального управления",
        "министерства образования и науки",
        "Самарской области",
        "от 12.02.2021 № 64-од",
    )
)
DATA = yaml.safe_load(
    (ROOT / "backend" / "data" / "roadmap_2020_2021.yaml").read_text(encoding="utf-8")
)
TEXTS = (
    "number",
    "title",
    "term_source",
    "responsible_source",
    "result_document",
    "expected_result",
)


def decree() -> PlanText:
    """Return the 44 rows as the data file has them."""
    return PlanText(
        DATA["roadmap_title"],
        tuple(
            SectionText(
                code=section["code"],
                title=section["title"],
                form=SectionForm.PROJECT if section["code"] == "500+" else SectionForm.ROAD_MAP,
                rows=tuple(
                    RowText(*(activity[name] for name in TEXTS))
                    for activity in DATA["activities"]
                    if activity["section"] == section["code"]
                ),
            )
            for section in DATA["sections"]
        ),
    )


def without_cells(plan: PlanText) -> PlanText:
    """Return the plan as if it had been typed: rows without the cells of a file."""
    return replace(
        plan,
        sections=tuple(
            replace(section, rows=tuple(replace(row, cells=()) for row in section.rows))
            for section in plan.sections
        ),
    )


def read(path: Path) -> Recognised:
    """Read a file in this process, as the limited child does."""
    reader = read_docx if look_through(path) is Kind.DOCX else read_xlsx
    return recognise(reader(path), plan_words())


def read_bytes(content: bytes, folder: Path) -> Recognised:
    path = folder / "file"
    path.write_bytes(content)
    return read(path)
