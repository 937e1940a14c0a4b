"""A school of the project for which everything is done in time and in order: no rule of «Качество данных» may find a thing.

It stands on the decree's registry and accounts, on 17.03.2021, with a small plan of its own in force instead of the decree.
"""

from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from backend.seed.accounts import person_id
from backend.seed.decree import lineage_id, plan_id
from backend.seed.registry import office_id, school_id
from backend.seed.sources import key

SCHOOL = school_id("binaradka")
OTHER_SCHOOL = school_id("vasilyevka")
NAMES = (
    "edition", "section", "row_office", "row_survey", "row_visit", "row_report", "visit", "finding", "agreement",
    "verified_agreement", "profile", "programme", "measure", "late_measure", "confirmed_measure", "concept", "medium",
    "roadmap", "concept_version", "work", "protocol", "occurrence", "office_evidence", "school_evidence", "question",
    "curator_assignment", "mentor_assignment", "curator_accompaniment", "mentor_accompaniment", "new", "spare",
)  # fmt: skip
IDS: dict[str, UUID] = {name: key("clean", name) for name in NAMES} | {
    "school": SCHOOL,
    "other": OTHER_SCHOOL,
    "office": office_id("central"),
    "plan": plan_id(),
    "director": person_id("school_head"),
    "curator": person_id("uslovnaya"),
    "mentor": person_id("shablonov"),
    "coordinator": person_id("coordinator"),
    "factor": key("risk_factor", "low_motivation"),
    "other_factor": key("risk_factor", "staff_shortage"),
    "line_office": lineage_id("1.1"),
    "line_survey": lineage_id("500+.2"),
    "line_visit": lineage_id("500+.4"),
    "line_report": lineage_id("500+.7"),
}
ROWS = (
    # key, number, lineage, deadline, facts, members
    ("row_office", "1.1", "line_office", "2021-03-01", "row_accepted", "office"),
    ("row_survey", "500+.2", "line_survey", "2021-02-20", "survey_completed", "project_500_schools"),
    ("row_visit", "500+.4", "line_visit", "2021-03-10", "visit_held,risk_profile_verified,medk_mark", "project_500_schools"),
    ("row_report", "500+.7", "line_report", "2021-03-12", "self_assessment_submitted,visit_report_approved", "project_500_schools"),
)  # fmt: skip
_PLAN = [
    "update edition set state = 'superseded' where state = 'in_force'",
    "insert into edition (id, plan_id, act_id, number, state, effective_on, heading, period_text, period_start, period_end,"
    " project_start, project_end, responsible_official) select '{edition}', plan_id, act_id, 9, 'in_force', '2021-02-12',"
    " 'План', '2021', '2020-05-21', '2021-12-31', '2021-02-01', '2021-12-31', 'начальник' from edition where number = 2",
    "insert into section (id, edition_id, code, title, position, form)"
    " values ('{section}', '{edition}', '500+', 'Проект', 1, 'project')",
    "insert into author_question (id, activity_id, text, short_text, asked_on, answer)"
    " values ('{question}', '{row_visit}', 'Что считать отметкой?', 'что считать отметкой', '2021-02-15', 'Отметку в МЭДК')",
    "insert into occurrence (id, lineage_id, slot, state, done_on) values ('{occurrence}', '{line_office}', 1, 'accepted', '2021-02-26')",
    "insert into evidence (id, fact_kind_id, lineage_id, slot, kind, state, occurred_on, basis, recorded_at, decided_at)"
    " select '{office_evidence}', id, '{line_office}', 1, 'requisites', 'accepted', '2021-02-26', 'приказ № 7', '2021-02-27', '2021-02-28'"
    " from fact_kind where code = 'row_accepted'",
    "insert into evidence (id, school_id, fact_kind_id, kind, state, occurred_on, basis, recorded_at, decided_at)"
    " select '{school_evidence}', '{school}', id, 'requisites', 'accepted', '2021-02-14', 'протокол', '2021-02-15', '2021-02-16'"
    " from fact_kind where code = 'survey_completed'",
]
_SCHOOL = [
    "delete from project_member where school_id <> '{school}'",
    "update low_results_status set zone = 'yellow' where school_id <> '{school}'",
    "update school set inn = '6320000561', code = '638001', pupils = 86 where id = '{school}'",
    "insert into school_class (school_id, academic_year, grade, letter, pupils, as_of, source)"
    " select '{school}', 2020, g, '', n, '2021-01-10', 'ОО-1' from (values (4, 26), (5, 12), (6, 12), (7, 14), (8, 12), (9, 10)) t (g, n)",
    "insert into assignment (id, school_id, person_id, kind, period, act_text) values"
    " ('{curator_assignment}', '{school}', '{curator}', 'curator', '[2021-02-12,)', 'приказ № 1'),"
    " ('{mentor_assignment}', '{school}', '{mentor}', 'mentor', '[2021-02-12,)', 'приказ № 2')",
    "insert into accompaniment (id, school_id, kind, period) values"
    " ('{curator_accompaniment}', '{school}', 'curator', '[2021-02-12,)'), ('{mentor_accompaniment}', '{school}', 'mentor', '[2021-02-12,)')",
    "insert into work (id, procedure, year, wave, subject_id, grade, programme_grade, written_on)"
    " select '{work}', 'dr', 2021, 'spring', id, 9, 9, '2021-02-25' from subject order by position limit 1",
    "insert into task_list (digest, names, maxima) values ('none', '{{}}', '{{}}') on conflict do nothing",
    "insert into protocol (id, school_id, work_id, version, state, content_hash, recorded_at, participants, n2, n3, n4, n5,"
    " sum_primary, n_primary, lowered, confirmed, raised, task_list_id, basis, n_below, n_high, sum_test, n_test)"
    " select '{protocol}', '{school}', '{work}', 1, 'current', 'x', '2021-03-01', 10, 1, 4, 4, 1, 100, 10, 0, 0, 0, id, 'rows', 1,"
    " 0, 0, 0 from task_list limit 1",
]
_SUPPORT = [
    "insert into visit (id, school_id, person_id, state, purpose, planned_on, bank, held_on, held_recorded_at, medk_marked_on,"
    " submitted_at, submitted_by_id, school_answer, school_answered_at, school_answered_by_id, approved_on, decided_at,"
    " decided_by_id, recorded_at) values ('{visit}', '{school}', '{curator}', 'approved', 'верификация РПШ', '2021-03-02', 2021,"
    " '2021-03-02', '2021-03-02 18:00+04', '2021-03-03', '2021-03-05 10:00+04', '{curator}', 'agrees', '2021-03-06 10:00+04',"
    " '{director}', '2021-03-08', '2021-03-08 10:00+04', '{coordinator}', '2021-02-25 10:00+04')",
    "insert into visit_entry (visit_id, school_id, field, value, version)"
    " select '{visit}', '{school}', 'answer:' || code, jsonb_build_object('choice', 'yes'), 1 from visit_question"
    " where bank = 2021 and factor_id is null",
    "insert into visit_finding (id, visit_id, school_id, factor_id, kind, text, is_withdrawn, version)"
    " values ('{finding}', '{visit}', '{school}', '{factor}', 'problem', 'Дети не готовят уроки', false, 1)",
    "insert into action_point (id, school_id, visit_id, factor_id, text, priority, assignee_id, due_on, state, recorded_at)"
    " values ('{agreement}', '{school}', '{visit}', '{factor}', 'Провести беседы с классами', 'high', '{director}', '2021-04-10',"
    " 'open', '2021-03-02 17:00+04')",
    "insert into action_point (id, school_id, visit_id, text, priority, assignee_id, due_on, state, done_on, done_by_id,"
    " evidence_text, verified_by_id, verified_at, recorded_at) values ('{verified_agreement}', '{school}', '{visit}', 'Издать приказ',"
    " 'medium', '{director}', '2021-03-10', 'verified', '2021-03-09', '{director}', 'приказ № 12', '{curator}', '2021-03-11', '2021-03-02 17:00+04')",
    "insert into risk_profile (id, school_id, cycle, state, formed_at, self_assessed_at, self_assessed_by_id, curator_signed_at,"
    " curator_signed_by_id, school_signed_at, school_signed_by_id, verified_on, version) values ('{profile}', '{school}', 2021,"
    " 'verified', '2021-02-15 10:00+04', '2021-02-25 10:00+04', '{director}', '2021-03-05 10:00+04', '{curator}',"
    " '2021-03-05 11:00+04', '{director}', '2021-03-05', 3)",
    "insert into risk_assessment (school_id, factor_id, cycle, source, level, recorded_at)"
    " select '{school}', f.id, 2021, s, case f.code when 'low_motivation' then 'high' else 'medium' end, '2021-02-20'"
    " from risk_factor f cross join unnest(array['survey', 'school', 'curator']) s where 2021 = any (f.editions)",
    "insert into risk_verdict (profile_id, school_id, factor_id, verdict, level, is_selected, decided_at)"
    " select '{profile}', '{school}', f.id, 'confirmed', case f.code when 'low_motivation' then 'high' else 'medium' end,"
    " f.code = 'low_motivation', '2021-03-04' from risk_factor f where 2021 = any (f.editions)",
]
_DOCUMENTS = [
    "insert into school_document (id, school_id, kind_id, cycle, title, state, first_submitted_on, first_reviewed_on, approved_on,"
    " approved_version, published_on, published_where, recorded_at) select x.id::uuid, '{school}', k.id, 2021, k.title, 'published',"
    " '2021-03-01', '2021-03-03', '2021-03-04', 1, '2021-03-09', 'МЭДК', '2021-03-01' from (values ('{concept}', 'development_concept'),"
    " ('{medium}', 'medium_term_programme'), ('{roadmap}', 'short_term_roadmap')) x (id, code) join document_kind k on k.code = x.code",
    "insert into document_version (id, document_id, school_id, number, file_sha256, file_name, file_size, media_type, text_state,"
    " body_text, uploaded_at) select case d.id when '{concept}' then '{concept_version}'::uuid else uuidv7() end, d.id, '{school}', 1, repeat('a', 64), 'd.docx', 9, 'x', 'read',"
    " 'Документ говорит: ' || array_to_string(k.headings, ', '), '2021-03-01' from school_document d join document_kind k on k.id = d.kind_id",
    "insert into risk_programme (id, school_id, factor_id, cycle, state, goal, indicator, indicator_unit, baseline, target, starts_on,"
    " ends_on, submitted_at, submitted_by_id, accepted_on, matches_concept, decided_by_id, decided_at, version, recorded_at) values"
    " ('{programme}', '{school}', '{factor}', 2021, 'accepted', 'Поднять мотивацию', 'Доля мотивированных', '%', 40, 60, '2021-03-06',"
    " '2021-11-30', '2021-03-08 10:00+04', '{director}', '2021-03-10', true, '{curator}', '2021-03-10 10:00+04', 2, '2021-03-06')",
    "insert into programme_measure (id, programme_id, school_id, stage, position, title, due_on, responsible, evidence_kind, state,"
    " done_on, evidence_text, submitted_at, submitted_by_id, confirmed_on, decided_at, decided_by_id) values"
    " ('{measure}', '{programme}', '{school}', 1, 1, 'Классные часы', '2021-05-20', 'завуч', 'план', 'planned', null, null, null, null, null, null, null),"
    " ('{late_measure}', '{programme}', '{school}', 2, 2, 'Опрос', '2021-10-20', 'завуч', 'справка', 'planned', null, null, null, null, null, null, null),"
    " ('{confirmed_measure}', '{programme}', '{school}', 1, 3, 'Приказ о группе', '2021-03-15', 'директор', 'приказ', 'confirmed',"
    " '2021-03-12', 'приказ № 14', '2021-03-12 10:00+04', '{director}', '2021-03-14', '2021-03-14 10:00+04', '{curator}')",
]  # fmt: skip


def with_ids(statement: str) -> str:
    """Return a statement with the ids of the case in the places of their names."""
    return statement.format(**IDS)


async def build_clean_case(connection: AsyncConnection) -> None:
    """Write the case as the worker, on a copy of the decree; the caller commits."""
    rows = [
        statement
        for position, (name, number, line, day, facts, members) in enumerate(ROWS, 1)
        for statement in (
            "insert into activity (id, section_id, lineage_id, number, position, title, term_source, recurrence, responsible_source,"
            f" result_document, expected_result, target_set, source) values ('{{{name}}}', '{{section}}', '{{{line}}}', '{number}',"
            f" {position}, 'Мероприятие {number}', 'до {day}', 'once', 'ЦУ', {'null' if members != 'office' else repr('приказ')},"
            f" '100 % сделано', '{members}', '{{{{}}}}')",
            f"insert into activity_window (activity_id, position, slot, ends_on, is_derived) values ('{{{name}}}', 1, 1, '{day}', false)",
            "insert into activity_party (activity_id, position, part, kind, role, words)"
            f" values ('{{{name}}}', 1, 'responsible', 'role', 'curator', 'кураторы')",
            "insert into expected_result (activity_id, position, title, quantifier, members, unit, facts, is_explicit)"
            f" values ('{{{name}}}', 1, 'Все', 'all', '{members}', 'member', string_to_array('{facts}', ','), true)",
        )
    ]
    plan = [*_PLAN[:3], *rows, *_PLAN[3:]]
    for statement in (*plan, *_SCHOOL, *_SUPPORT, *_DOCUMENTS):
        await connection.exec_driver_sql(with_ids(statement))
