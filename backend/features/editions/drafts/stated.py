"""What authors have stated beside the words of a row goes on with it: nobody types it again, no report is lost."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from backend.domain.responsible import read_responsible
from backend.features.editions.document import DraftDocument, DraftParty, DraftWindow
from backend.features.editions.drafts.reading import read_row_term, school_names, vocabulary
from backend.features.editions.texts import StoredEdition, StoredRow


async def keep_stated(
    session: AsyncSession, document: DraftDocument, before: StoredEdition
) -> DraftDocument:
    """Return the next draft with the windows and parties that its rows had against what their words are read as.

    Only where the words are still the same: new words are read anew.
    """
    schools = await school_names(session)
    stored = before.lineages()
    for section in document.sections:
        for row in section.rows:
            earlier = stored.get(row.lineage_id) if row.lineage_id else None
            if earlier is None:
                continue
            if row.term_source == earlier.activity.term_source:
                row.windows = _windows(earlier, document, section.form)
            if row.responsible_source == earlier.activity.responsible_source:
                row.parties = _parties(earlier, schools)
    return document


def _windows(row: StoredRow, document: DraftDocument, form: str) -> list[DraftWindow] | None:
    """Return the windows of a row where its words say others, None where they are what is read."""
    term = read_row_term(row.activity.term_source, row.activity.title, document, form=form)
    had = [(window.starts_on, window.ends_on) for window in row.windows]
    if not had or had == [(window.starts_on, window.ends_on) for window in term.windows]:
        return None
    return [DraftWindow(starts_on=start, ends_on=end) for start, end in had]


def _parties(row: StoredRow, schools: Sequence[str]) -> list[DraftParty] | None:
    """Return the parties of a row where its words name others, None where they are what is read.

    A party that names nobody we know (words only) can only have been read.
    """
    read = read_responsible(row.activity.responsible_source, vocabulary(), schools).parties
    had = [
        DraftParty.model_validate(
            {
                "part": party.part,
                "organisation": code,
                "role": party.role,
                "school_id": party.school_id,
                "person_id": party.person_id,
                "words": party.words,
            }
        )
        for party, code in row.parties
    ]
    names_somebody = all(p.organisation or p.role or p.school_id or p.person_id for p in had)
    as_read = [(p.part, p.kind, p.words) for p in read] == [
        (party.part, party.kind, party.words) for party, _ in row.parties
    ] and not any(p.person_id for p in had)
    return None if as_read or not names_somebody or not had else had
