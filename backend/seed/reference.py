"""Reference data of the release: every start brings an older installation up to the data files, nothing is removed."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection

from backend.features.assessments.reference import load_assessment_reference
from backend.seed.sources import act, key, read_yaml
from backend.tables import (
    Base,
    DocumentKind,
    FactKind,
    LowResultsRule,
    RequiredDocument,
    RiskFactor,
    VisitQuestion,
)


async def load_reference(connection: AsyncConnection) -> None:
    """Bring factors, kinds of facts and documents, questions, subjects and scales up to the data files."""
    await act(connection)
    await _bring_up(connection, RiskFactor, ["code"], _factors())
    await _bring_up(connection, FactKind, ["code"], _fact_kinds())
    await _bring_up(connection, VisitQuestion, ["bank", "code"], _visit_questions())
    documents = read_yaml("document_kinds.yaml")
    await _bring_up(connection, DocumentKind, ["code"], _document_kinds(documents["kinds"]))
    await _bring_up(
        connection, RequiredDocument, ["cycle", "kind_id"], _required_documents(documents)
    )
    await load_assessment_reference(connection)
    await load_low_results_rules(connection)


async def load_low_results_rules(connection: AsyncConnection) -> None:
    """Add versions of the rule that are new; raises ValueError when the file says otherwise of one that is kept.

    Runs stand on a version: it is never changed, whatever the release.
    """
    for rule in read_yaml("low_results_rules.yaml")["rules"]:
        row = {
            "id": key("low_results_rule", f"{rule['code']}/{rule['version']}"),
            "origin": "file",
            **rule,
        }
        await connection.execute(
            upsert(LowResultsRule)
            .values(row)
            .on_conflict_do_nothing(index_elements=["code", "office_id", "version"])
        )
        kept = await connection.scalar(
            sa.select(LowResultsRule.parameters).where(
                LowResultsRule.code == rule["code"],
                LowResultsRule.version == rule["version"],
                LowResultsRule.office_id.is_(None),
            )
        )
        if kept != rule["parameters"]:
            message = f"low_results_rules.yaml: {rule['code']} {rule['version']} is changed; write a new version"
            raise ValueError(message)


async def _bring_up(
    connection: AsyncConnection,
    table: type[Base],
    natural_key: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
) -> None:
    """Insert what is new and update what the release words otherwise; an unchanged row leaves no trace in the log."""
    listed = [dict(row) for row in rows]
    if not listed:
        return
    new = upsert(table)
    fields = [name for name in listed[0] if name != "id" and name not in natural_key]
    await connection.execute(
        new.on_conflict_do_update(
            index_elements=list(natural_key),
            set_={field: new.excluded[field] for field in fields},
            where=sa.tuple_(*(getattr(table, f) for f in fields)).is_distinct_from(
                sa.tuple_(*(new.excluded[f] for f in fields))
            ),
        ),
        listed,
    )


def _factors() -> Iterable[dict[str, Any]]:
    for position, factor in enumerate(read_yaml("risk_factors.yaml")["factors"], 1):
        yield {"id": key("risk_factor", factor["code"]), "position": position, **factor}


def _fact_kinds() -> Iterable[dict[str, Any]]:
    for position, kind in enumerate(read_yaml("fact_kinds.yaml")["kinds"], 1):
        yield {
            "id": key("fact_kind", kind["code"]),
            "code": kind["code"],
            "title": kind["title"],
            "missing_text": kind["missing"],
            "requires": kind.get("requires", []),
            "about": kind.get("about", "school"),
            "counts_people": kind.get("counts_people", False),
            "is_derived": kind.get("derived", False),
            "is_per_row": kind.get("per_row", False),
            "position": position,
        }


def _visit_questions() -> Iterable[dict[str, Any]]:
    for bank in read_yaml("visit_questions.yaml")["banks"]:
        for position, question in enumerate(bank["questions"], 1):
            factor = question.get("factor")
            yield {
                "id": key("visit_question", f"{bank['bank']}/{question['code']}"),
                "code": question["code"],
                "bank": bank["bank"],
                "factor_id": key("risk_factor", factor) if factor else None,
                "section": question["section"],
                "text": question["text"],
                "hint": question.get("hint"),
                "answer_kind": question["kind"],
                "position": position,
                "source": question.get("source", bank["source"]),
                "confidence": question.get("confidence", bank["confidence"]),
            }


def _document_kinds(kinds: Iterable[Mapping[str, Any]]) -> Iterable[dict[str, Any]]:
    for position, kind in enumerate(kinds, 1):
        yield {
            "id": key("document_kind", kind["code"]),
            "code": kind["code"],
            "title": kind["title"],
            "is_per_factor": kind.get("per_factor", False),
            "is_many": kind.get("many", False),
            "requires": kind.get("requires", []),
            "headings": kind.get("headings", []),
            "position": position,
            "source": kind["source"],
            "confidence": kind["confidence"],
        }


def _required_documents(documents: Mapping[str, Any]) -> Iterable[dict[str, Any]]:
    for cycle, required in documents["required"].items():
        for entry in required:
            yield {
                "id": key("required_document", f"{cycle}/{entry['kind']}"),
                "cycle": cycle,
                "kind_id": key("document_kind", entry["kind"]),
                "due_on": entry.get("due"),
                "plan_row": entry.get("row"),
            }
