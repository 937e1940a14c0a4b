"""Defects of the plan, of schools, of who stands by them, of results."""

from tests.features.quality.plants.shape import plant

_EVIDENCE = (
    "insert into evidence (id, school_id, fact_kind_id, kind, state, occurred_on, basis, recorded_at)"
    " select '{new}', '{school}', id, 'requisites', 'submitted', '%s', 'протокол', '%s' from fact_kind where code = 'survey_completed'"
)
_CLOSE = "update school set active_to = '2021-02-20' where id = '{school}'"
_FOUR_SCHOOLS = (
    "insert into assignment (school_id, person_id, kind, period, act_text)"
    " select id, '{curator}', 'curator', '[2021-02-12,)', 'приказ № 3' from school where id <> '{school}' order by code limit 3"
)

PLAN = {
    "row_without_responsible": plant(
        "row_visit", "delete from activity_party where activity_id = '{row_visit}'"
    ),
    "row_without_result": plant(
        "row_visit", "update activity set expected_result = ' ' where id = '{row_visit}'"
    ),
    "row_without_window": plant(
        "row_office", "delete from activity_window where activity_id = '{row_office}'"
    ),
    "percent_without_predicate": plant(
        "row_office",
        "update expected_result set is_explicit = false where activity_id = '{row_office}'",
    ),
    "window_outside_period": plant(
        "row_office",
        "update activity_window set ends_on = '2022-02-01' where activity_id = '{row_office}'",
    ),
    "question_open": plant(
        "question", "update author_question set answer = null where id = '{question}'"
    ),
    "accepted_without_evidence": plant(
        "occurrence", "delete from evidence where id = '{office_evidence}'"
    ),
    "evidence_waits": plant("new", _EVIDENCE % ("2021-02-14", "2021-03-01")),
    "deadline_moved_often": plant(
        "new",
        "insert into reschedule (id, lineage_id, slot, from_on, to_on, reason, recorded_at) values"
        " (uuidv7(), '{line_office}', 1, '2021-03-01', '2021-03-05', 'болезнь', '2021-02-20'),"
        " (uuidv7(), '{line_office}', 1, '2021-03-05', '2021-03-08', 'болезнь', '2021-02-21'),"
        " ('{new}', '{line_office}', 1, '2021-03-08', '2021-03-25', 'болезнь', '2021-02-22')",
    ),
    "fact_before_project": plant("new", _EVIDENCE % ("2021-01-20", "2021-03-16")),
    "evidence_from_future": plant("new", _EVIDENCE % ("2021-03-17", "2021-03-15")),
}
SCHOOLS = {
    "closed_school_in_project": plant(
        "school", "update school set active_to = '2021-03-10' where id = '{school}'"
    ),
    "school_without_codes": plant("school", "update school set inn = null where id = '{school}'"),
    "classes_do_not_add_up": plant("school", "update school set pupils = 90 where id = '{school}'"),
    "low_results_without_basis": plant(
        "new",
        "insert into low_results_status (id, school_id, academic_year, status, basis)"
        " values ('{new}', '{school}', 2019, 'at_risk', ' ')",
    ),
    "member_without_low_results": plant(
        "school", "update low_results_status set status = 'none' where school_id = '{school}'"
    ),
    "low_results_outside_project": plant(
        "other", "update low_results_status set zone = 'red' where school_id = '{other}'"
    ),
}
SUPPORT = {
    "school_without_curator": plant(
        "school",
        "delete from accompaniment where kind = 'curator'",
        "update assignment set period = '[2021-02-12,2021-03-10)' where id = '{curator_assignment}'",
    ),
    "school_without_mentor": plant(
        "school",
        "delete from accompaniment where kind = 'mentor'",
        "delete from assignment where id = '{mentor_assignment}'",
    ),
    "curator_overloaded": plant("curator", _FOUR_SCHOOLS),
    "conflict_with_assignment": plant(
        "mentor_assignment",
        "insert into conflict_declaration (person_id, school_id, reason, declared_at)"
        " values ('{mentor}', '{school}', 'родственник директора', '2021-03-01')",
    ),
    "assignment_without_act": plant(
        "mentor_assignment", "update assignment set act_text = '-' where id = '{mentor_assignment}'"
    ),
    "dismissed_person_assigned": plant(
        "mentor_assignment", "update person set dismissed_on = '2021-03-10' where id = '{mentor}'"
    ),
    "assigned_without_role": plant(
        "mentor_assignment", "delete from role_grant where person_id = '{mentor}'"
    ),
    "curator_is_mentor": plant(
        "curator_assignment",
        "update assignment set person_id = '{curator}' where id = '{mentor_assignment}'",
        "insert into role_grant (person_id, role, valid_from) values ('{curator}', 'mentor', '2021-02-01')",
    ),
    "accompaniment_ended": plant(
        "mentor_accompaniment",
        "update accompaniment set period = '[2021-02-12,2021-03-10)' where id = '{mentor_accompaniment}'",
    ),
}
RESULTS = {
    "results_of_closed_school": plant("protocol", _CLOSE, also=("closed_school_in_project",)),
    "results_exceed_classes": plant(
        "protocol", "update protocol set participants = 11, n3 = 5 where id = '{protocol}'"
    ),
    "upload_undecided": plant(
        "new",
        "insert into upload (id, state, kind, strategy, filename, size, sha256, office_id, screened_at)"
        " values ('{new}', 'screened', 'file', 'sync', 'ДР.xlsx', 9, 'x', '{office}', '2021-03-01')",
    ),
}
