"""An edition as it stands in the tables: its rows with everything derived, as text and as a document to edit."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from backend.core.errors import NotFound
from backend.domain.plan_text import PlanText, RowText, SectionForm, SectionText
from backend.domain.wording import short_date
from backend.features.editions.document import (
    DraftAct,
    DraftDocument,
    DraftResult,
    DraftRow,
    DraftSection,
)
from backend.tables import (
    Act,
    Activity,
    ActivityParty,
    ActivityWindow,
    AuthorQuestion,
    Edition,
    ExpectedResult,
    Organisation,
    Plan,
    Section,
)


@dataclass(frozen=True, slots=True)
class StoredRow:
    """A row of an edition with its windows, parties, predicates and open questions, in their order."""

    activity: Activity
    windows: Sequence[ActivityWindow]
    parties: Sequence[tuple[ActivityParty, str | None]]
    """With the code of the organisation."""
    results: Sequence[ExpectedResult]
    questions: Sequence[AuthorQuestion]


@dataclass(frozen=True, slots=True)
class StoredEdition:
    """An edition that is or was in force (`act` None: a draft, which has no rows here)."""

    edition: Edition
    plan: Plan
    act: Act | None
    sections: Sequence[tuple[Section, Sequence[StoredRow]]]

    def text(self) -> PlanText:
        """Return the words of the edition."""
        return PlanText(
            self.edition.heading,
            tuple(
                SectionText(
                    section.code,
                    section.title,
                    SectionForm(section.form),
                    tuple(_row_text(row.activity) for row in rows),
                )
                for section, rows in self.sections
            ),
        )

    def rows(self) -> dict[str, StoredRow]:
        """Return the rows by number; numbers are unique inside a section, the first one of a doubled number counts."""
        found: dict[str, StoredRow] = {}
        for _, rows in self.sections:
            for row in rows:
                found.setdefault(row.activity.number, row)
        return found

    def lineages(self) -> dict[UUID, StoredRow]:
        return {row.activity.lineage_id: row for _, rows in self.sections for row in rows}


async def read_edition(session: AsyncSession, edition_id: UUID) -> StoredEdition:
    """Return an edition with its rows, in six statements; raises `NotFound`."""
    found = (
        await session.execute(
            select(Edition, Plan, Act)
            .join(Plan, Plan.id == Edition.plan_id)
            .outerjoin(Act, Act.id == Edition.act_id)
            .where(Edition.id == edition_id)
        )
    ).first()
    if found is None:
        raise NotFound("Такой редакции нет или она вам не видна.")
    edition, plan, act = found
    lines: Sequence[tuple[Section, Activity | None]] = (
        await session.execute(
            select(Section, Activity)
            .outerjoin(Activity, Activity.section_id == Section.id)
            .where(Section.edition_id == edition_id)
            .order_by(Section.position, Activity.position, Activity.id)
        )
    ).all()
    ids = [line[1].id for line in lines if line[1] is not None]
    windows: dict[UUID, list[ActivityWindow]] = defaultdict(list)
    for window in await session.scalars(
        select(ActivityWindow)
        .where(ActivityWindow.activity_id.in_(ids))
        .order_by(ActivityWindow.position)
    ):
        windows[window.activity_id].append(window)
    parties: dict[UUID, list[tuple[ActivityParty, str | None]]] = defaultdict(list)
    for party, code in await session.execute(
        select(ActivityParty, Organisation.code)
        .outerjoin(Organisation, Organisation.id == ActivityParty.organisation_id)
        .where(ActivityParty.activity_id.in_(ids))
        .order_by(ActivityParty.position)
    ):
        parties[party.activity_id].append((party, code))
    results: dict[UUID, list[ExpectedResult]] = defaultdict(list)
    for result in await session.scalars(
        select(ExpectedResult)
        .where(ExpectedResult.activity_id.in_(ids))
        .order_by(ExpectedResult.position)
    ):
        results[result.activity_id].append(result)
    questions: dict[UUID, list[AuthorQuestion]] = defaultdict(list)
    for question in await session.scalars(
        select(AuthorQuestion)
        .where(AuthorQuestion.activity_id.in_(ids), AuthorQuestion.answer.is_(None))
        .order_by(AuthorQuestion.id)
    ):
        questions[question.activity_id].append(question)
    sections: dict[UUID, tuple[Section, list[StoredRow]]] = {}
    for section, activity in lines:
        rows = sections.setdefault(section.id, (section, []))[1]
        if activity is not None:
            key = activity.id
            rows.append(
                StoredRow(activity, windows[key], parties[key], results[key], questions[key])
            )
    return StoredEdition(edition, plan, act, list(sections.values()))


def act_words(act: Act | None, number: int) -> str:
    """Return «распоряжение от 12.02.2021 № 64-од», or what a draft is called."""
    if act is None:
        return f"черновик редакции {number}"
    return f"{act.kind} от {short_date(act.signed_on)} № {act.number}"


def document_of(stored: StoredEdition) -> DraftDocument:
    """Return the next draft of an edition: the same texts and predicates, the act still to be signed."""
    edition, act = stored.edition, stored.act
    return DraftDocument(
        act=DraftAct(
            kind=act.kind if act else "распоряжение",
            number=None,
            signed_on=None,
            issuer=act.issuer if act else "—",
            title=act.title if act else edition.heading,
            signed_by=act.signed_by if act else None,
            effective_on=None,
        ),
        heading=edition.heading,
        period_text=edition.period_text,
        period_start=edition.period_start,
        period_end=edition.period_end,
        project_start=edition.project_start,
        project_end=edition.project_end,
        responsible_official=edition.responsible_official,
        controlled_by=edition.controlled_by,
        sections=[
            DraftSection(
                key=uuid4(),
                code=section.code,
                title=section.title,
                form=section.form,
                rows=[draft_row(_row_text(row.activity), row) for row in rows],
            )
            for section, rows in stored.sections
        ],
    )


def draft_row(
    text: RowText, continues: StoredRow | None, *, target_set: str = "low_results_schools"
) -> DraftRow:
    """Return a row of a draft; one that continues another keeps its schools, predicates and open questions."""
    before = continues.activity if continues else None
    return DraftRow(
        key=uuid4(),
        lineage_id=before.lineage_id if before else None,
        number=text.number,
        title=text.title,
        term_source=text.term_source,
        responsible_source=text.responsible_source,
        result_document=text.result_document,
        expected_result=text.expected_result,
        target_set=before.target_set if before else target_set,
        windows=None,
        parties=None,
        results=[
            DraftResult.model_validate(result, from_attributes=True)
            for result in (continues.results if continues else ())
        ],
        cells=list(text.cells),
        remarks=[question.text for question in (continues.questions if continues else ())],
    )


def _row_text(activity: Activity) -> RowText:
    return RowText(
        activity.number,
        activity.title,
        activity.term_source,
        activity.responsible_source,
        activity.result_document,
        activity.expected_result,
    )
