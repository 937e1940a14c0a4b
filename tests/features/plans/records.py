"""Records of support that show a fact by themselves, and how each is taken back: the shortest rows that do."""

from datetime import date
from typing import Any

from backend.seed.registry import school_id
from backend.seed.sources import key
from tests.features.plans.conftest import Decree

_DOCUMENTS = {
    "concept_submitted": "development_concept",
    "medium_term_programme_submitted": "medium_term_programme",
    "school_roadmap_submitted": "short_term_roadmap",
}
_PAIR = ("development_concept", "short_term_roadmap")
_PAIR_STATES = {
    "drafts_provided": "submitted",
    "drafts_reviewed": "returned",
    "documents_accepted": "approved",
    "documents_placed": "published",
}
_STANDS_BY = "select person_id from assignment where school_id = :school and period @> cast(:day as date) limit 1"
_VISIT = "insert into visit (id, school_id, person_id, state, purpose, planned_on, bank"
_PROFILE = "(select id from risk_profile where school_id = :school)"
# What is there whenever the other is: it cannot be left out.
IMPLIED = {
    "drafts_reviewed": "drafts_provided",
    "documents_placed": "documents_accepted",
    "programmes_match": "programmes_accepted",
}
SHOWN_BY_RECORDS = frozenset(
    {
        "visit_held",
        "medk_mark",
        "visit_report_approved",
        "risk_profile_verified",
        "self_assessment_submitted",
        "programmes_accepted",
        "programmes_match",
        "local_acts_developed",
        *_DOCUMENTS,
        *_PAIR_STATES,
    }
)


async def show(decree: Decree, fact: str, school: str, day: str = "2021-03-01") -> None:
    """Write the record that shows a fact about a school on a day."""
    on = date.fromisoformat(day)
    values: dict[str, Any] = {
        "school": school_id(school),
        "day": on,
        "id": key("record", f"{fact}/{school}"),
    }
    if fact in _DOCUMENTS:
        await _document(decree, _DOCUMENTS[fact], "submitted", values)
    elif fact in _PAIR_STATES:
        for kind in _PAIR:
            await _document(decree, kind, _PAIR_STATES[fact], values)
    elif fact == "local_acts_developed":
        await _document(decree, "local_act", "approved", values)
    elif fact in {"visit_held", "medk_mark", "visit_report_approved"}:
        # Whoever holds a visit stands by the school on that day: for that day alone, when nobody does.
        await decree.change(
            "insert into assignment (school_id, person_id, kind, period, act_text)"
            " select :school, :person, 'mentor', daterange(cast(:day as date), cast(:day as date) + 1), 'приказ' where not exists"
            f" ({_STANDS_BY})",
            **{name: values[name] for name in ("school", "day")},
            person=key("person", "uslovnaya"),
        )
        await decree.change(_VISITS[fact], **values)
    else:
        await _profile(decree, fact, values)


async def take_back(decree: Decree, fact: str, school: str) -> None:
    """Undo the record; what else the same record showed may go with it."""
    values = {"school": school_id(school), "id": key("record", f"{fact}/{school}")}
    for kind in _kinds_of(fact):
        await decree.change(
            "update school_document set state = 'archived' where school_id = :school"
            " and kind_id = (select id from document_kind where code = :kind)",
            school=values["school"],
            kind=kind,
        )
    if fact in {"visit_held", "medk_mark", "visit_report_approved"}:
        await decree.change(
            "update visit set state = 'cancelled', reason = 'ошибка', approved_on = null where id = :id",
            id=values["id"],
        )
    elif fact == "risk_profile_verified":
        await decree.change(
            "update risk_profile set state = 'verification', verified_on = null where school_id = :school",
            school=values["school"],
        )
    elif fact == "self_assessment_submitted":
        await decree.change(
            "update risk_profile set self_assessed_at = null where school_id = :school",
            school=values["school"],
        )
    elif fact == "programmes_match":
        await decree.change(
            "update risk_programme set matches_concept = false where school_id = :school",
            school=values["school"],
        )
    elif fact == "programmes_accepted":
        await decree.change(
            "update risk_programme set state = 'returned', accepted_on = null, reason = 'ошибка'"
            " where school_id = :school",
            school=values["school"],
        )


def _kinds_of(fact: str) -> tuple[str, ...]:
    if fact in _PAIR_STATES:
        return _PAIR
    if fact == "local_acts_developed":
        return ("local_act",)
    return (_DOCUMENTS[fact],) if fact in _DOCUMENTS else ()


_VISITS = {
    "visit_held": f"{_VISIT}, held_on) values (:id, :school, ({_STANDS_BY}), 'held', 'посещение', :day, 2021, :day)",
    "medk_mark": f"{_VISIT}, medk_marked_on)"
    f" values (:id, :school, ({_STANDS_BY}), 'planned', 'посещение', :day, 2021, :day)",
    "visit_report_approved": f"{_VISIT}, held_on, approved_on)"
    f" values (:id, :school, ({_STANDS_BY}), 'approved', 'посещение', :day, 2021, :day, :day)",
}


async def _document(decree: Decree, kind: str, state: str, values: dict[str, Any]) -> None:
    reviewed = state in {"returned", "approved", "published"}
    accepted = state in {"approved", "published"}
    day = values["day"]
    await decree.change(
        "insert into school_document (school_id, kind_id, cycle, title, state, first_submitted_on,"
        " first_reviewed_on, approved_on, approved_version, published_on, published_where)"
        " select :school, id, 2021, title, :state, :day, :reviewed, :approved, :version, :published, :place"
        " from document_kind where code = :kind"
        " on conflict (school_id, cycle, kind_id, factor_id, title) do update set state = excluded.state,"
        " first_reviewed_on = excluded.first_reviewed_on, approved_on = excluded.approved_on,"
        " approved_version = excluded.approved_version, published_on = excluded.published_on,"
        " published_where = excluded.published_where",
        school=values["school"],
        kind=kind,
        state=state,
        day=day,
        reviewed=day if reviewed else None,
        approved=day if accepted else None,
        version=1 if accepted else None,
        published=day if state == "published" else None,
        place="МЭДК" if state == "published" else None,
    )


async def _profile(decree: Decree, fact: str, values: dict[str, Any]) -> None:
    await decree.change(
        "insert into risk_profile (school_id, cycle, state, version) values (:school, 2021, 'formed', 1)"
        " on conflict do nothing",
        school=values["school"],
    )
    if fact == "self_assessment_submitted":
        await decree.change(
            "update risk_profile set self_assessed_at = cast(:day as date) + time '12:00' where school_id = :school",
            school=values["school"],
            day=values["day"],
        )
        return
    await decree.change(
        "update risk_profile set state = 'verified', verified_on = :day, curator_signed_at = now(),"
        " curator_signed_by_id = :curator, school_signed_at = now(), school_signed_by_id = :head"
        " where school_id = :school",
        school=values["school"],
        day=values["day"],
        curator=key("person", "uslovnaya"),
        head=key("person", "school_head"),
    )
    if fact.startswith("programmes"):
        await decree.change(
            "insert into risk_verdict (profile_id, school_id, factor_id, verdict, level, is_selected)"
            f" select {_PROFILE}, :school, id, 'confirmed', 'high', true from risk_factor"
            " where code in ('low_motivation', 'staff_shortage') on conflict do nothing",
            school=values["school"],
        )
        await decree.change(
            "insert into risk_programme (school_id, factor_id, cycle, state, goal, accepted_on, matches_concept, version)"
            " select :school, id, 2021, 'accepted', 'цель', :day, :matches, 1 from risk_factor"
            " where code in ('low_motivation', 'staff_shortage')"
            " on conflict (school_id, cycle, factor_id) do update set matches_concept = excluded.matches_concept",
            school=values["school"],
            day=values["day"],
            matches=fact == "programmes_match",
        )
