"""Documents of each side with versions and a review; a version names the paper that lies in the storage."""

from datetime import date

from backend.tables import (
    Base,
    DocumentKind,
    DocumentRemark,
    DocumentReview,
    DocumentStep,
    DocumentVersion,
    RequiredDocument,
    SchoolDocument,
)
from tests.world.execution import EVIDENCE_SHA256
from tests.world.names import CANARY, NOW, key

_KINDS: tuple[tuple[str, str, list[str], bool, bool, list[str]], ...] = (
    ("development_concept", "Концепция развития", [], False, False, ["цель"]),
    ("medium_term_programme", "Среднесрочная программа", ["development_concept"], False, False, []),
    ("short_term_roadmap", "Краткосрочная дорожная карта", [], False, False, []),
    ("antirisk_programme", "Антирисковая программа", ["development_concept"], True, False, []),
    ("local_act", "Локальный акт", [], False, True, []),
)


def documents_rows() -> list[Base]:
    rows: list[Base] = [
        DocumentKind(
            id=key(f"document_kind:{code}"),
            code=code,
            title=title,
            requires=requires,
            is_per_factor=is_per_factor,
            is_many=is_many,
            headings=headings,
            position=position,
            source="распоряжение",
            confidence="high",
        )
        for position, (code, title, requires, is_per_factor, is_many, headings) in enumerate(_KINDS)
    ]
    rows += [
        RequiredDocument(
            cycle=2021,
            kind_id=key(f"document_kind:{code}"),
            due_on=date(2021, 4, 30),
            plan_row="500+.11",
        )
        for code, *_ in _KINDS
    ]
    for side, mark in (("own", ""), ("foreign", f" {CANARY}")):
        rows += _reviewed(side, mark)
    return rows


def _reviewed(side: str, mark: str) -> list[Base]:
    """A local act of a school, returned with a remark."""
    named = {"document_id": key(f"document:{side}"), "school_id": key(f"school:{side}")}
    return [
        SchoolDocument(
            id=named["document_id"],
            school_id=named["school_id"],
            kind_id=key("document_kind:local_act"),
            cycle=2021,
            title=f"Положение о наставничестве{mark}",
            state="returned",
            first_submitted_on=date(2021, 3, 1),
            first_reviewed_on=date(2021, 3, 5),
            recorded_at=NOW,
        ),
        DocumentVersion(
            id=key(f"document_version:{side}"),
            **named,
            number=1,
            file_sha256=EVIDENCE_SHA256,
            file_name=f"Положение{mark}.pdf",
            file_size=14,
            media_type="application/pdf",
            text_state="read",
            body_text=f"Положение{mark}",
            uploaded_at=NOW,
        ),
        DocumentReview(
            id=key(f"document_review:{side}"),
            **named,
            version_id=key(f"document_version:{side}"),
            verdict="returned",
            summary=f"доработать{mark}",
            decided_at=NOW,
        ),
        DocumentRemark(
            id=key(f"document_remark:{side}"),
            **named,
            review_id=key(f"document_review:{side}"),
            position=1,
            place="пункт 2",
            text=f"нет срока{mark}",
        ),
        DocumentStep(
            **named,
            action="return",
            from_state="submitted",
            to_state="returned",
            reason=f"доработать{mark}",
            at=NOW,
        ),
    ]
