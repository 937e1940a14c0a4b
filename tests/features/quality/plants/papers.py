"""Defects of documents and anti-risk programmes."""

from tests.features.quality.plants.shape import plant

_DOCUMENT = (
    "insert into school_document (id, school_id, kind_id, cycle, title, state, first_submitted_on, first_reviewed_on, approved_on,"
    " approved_version, recorded_at) select '{new}', '{school}', id, 2021, '%s', '%s', %s, %s, %s, %s, '2021-03-10'"
    " from document_kind where code = '%s'"
)
_REQUIRED = "insert into required_document (cycle, kind_id, due_on) select 2021, id, '%s' from document_kind where code = 'stage_report'"
_REVIEW = (
    "insert into document_review (id, document_id, version_id, school_id, verdict, summary, decided_at)"
    " values ('{spare}', '{concept}', '{concept_version}', '{school}', 'returned', 'доработать', '2021-02-20')"
)
_NEWER = (
    "insert into document_version (document_id, school_id, number, file_sha256, file_name, file_size, media_type, text_state, body_text)"
    " values ('{concept}', '{school}', 2, repeat('b', 64), 'd.pdf', 9, 'x', '%s', %s)"
)

DOCUMENTS = {
    "document_missing": plant("md5", _REQUIRED % "2021-03-10"),
    "document_due_soon": plant("md5", _REQUIRED % "2021-03-19"),
    "returned_not_answered": plant(
        "concept",
        _REVIEW,
        "update school_document set state = 'returned', first_reviewed_on = '2021-03-03' where id = '{concept}'",
    ),
    "document_waits_review": plant(
        "new",
        _DOCUMENT
        % ("Приказ о группе", "submitted", "'2021-03-10'", "null", "null", "null", "local_act"),
    ),
    "version_unreadable": plant("concept", _NEWER % ("empty", "null")),
    "headings_missing": plant("concept", _NEWER % ("read", "'Цель и риски. Показатели.'")),
    "approved_not_placed": plant(
        "concept",
        "update school_document set state = 'approved', first_submitted_on = '2021-02-20', first_reviewed_on = '2021-02-21',"
        " approved_on = '2021-02-25', published_on = null where id = '{concept}'",
    ),
    "document_duplicate": plant(
        "new",
        _DOCUMENT % ("Приказ о группе", "draft", "null", "null", "null", "null", "local_act"),
        "insert into school_document (school_id, kind_id, cycle, title, state, recorded_at)"
        " select school_id, kind_id, cycle, 'ПРИКАЗ «О группе»', 'draft', '2021-03-09' from school_document where id = '{new}'",
    ),
    "accepted_before_prerequisite": plant(
        "medium",
        "update school_document set first_submitted_on = '2021-02-20', first_reviewed_on = '2021-02-21',"
        " approved_on = '2021-02-25' where id = '{medium}'",
    ),
    "document_dates_disorder": plant(
        "concept", "update school_document set published_on = '2021-03-02' where id = '{concept}'"
    ),
    "remarks_unanswered": plant(
        "concept",
        _REVIEW,
        "insert into document_remark (review_id, document_id, school_id, position, place, text)"
        " values ('{spare}', '{concept}', '{school}', 1, 'раздел 2', 'нет сроков')",
        "update school_document set state = 'submitted' where id = '{concept}'",
        "insert into document_step (document_id, school_id, action, from_state, to_state, at)"
        " values ('{concept}', '{school}', 'submit', 'returned', 'submitted', '2021-03-16')",
    ),
}
PROGRAMMES = {
    "risk_without_programme": plant(
        "verdict", "delete from programme_measure", "delete from risk_programme"
    ),
    "programme_without_measures": plant("programme", "delete from programme_measure"),
    "measure_without_evidence_kind": plant(
        "measure", "update programme_measure set evidence_kind = ' ' where id = '{measure}'"
    ),
    "measure_without_due": plant(
        "measure", "update programme_measure set due_on = null where id = '{measure}'"
    ),
    "measure_without_responsible": plant(
        "measure", "update programme_measure set responsible = null where id = '{measure}'"
    ),
    "measure_after_end": plant(
        "late_measure",
        "update programme_measure set due_on = '2021-12-20' where id = '{late_measure}'",
    ),
    "measure_overdue": plant(
        "measure", "update programme_measure set due_on = '2021-03-10' where id = '{measure}'"
    ),
    "target_without_baseline": plant("programme", "update risk_programme set baseline = null"),
    "target_equals_baseline": plant("programme", "update risk_programme set baseline = target"),
    "indicator_missing": plant("programme", "update risk_programme set indicator = ''"),
    "programme_not_selected": plant(
        "programme",
        "update risk_verdict set is_selected = not is_selected where factor_id in ('{factor}', '{other_factor}')",
        "update risk_verdict set reason = 'школа не готова' where factor_id = '{factor}'",
        "insert into risk_programme (id, school_id, factor_id, cycle, state, goal, indicator, baseline, target, version)"
        " values ('{spare}', '{school}', '{other_factor}', 2021, 'draft', 'Кадры', 'Ставки', 1, 2, 1)",
        "insert into programme_measure (programme_id, school_id, stage, position, title, due_on, responsible, evidence_kind, state)"
        " values ('{spare}', '{school}', 1, 1, 'Найти учителя', '2021-05-01', 'директор', 'приказ', 'planned')",
    ),
    "stage_unconfirmed": plant(
        "programme",
        "update programme_measure set due_on = '2021-03-02', state = 'submitted', done_on = '2021-03-02',"
        " evidence_text = 'план', submitted_at = '2021-03-14' where id = '{measure}'",
        "update programme_measure set due_on = '2021-03-01' where id = '{confirmed_measure}'",
        "update risk_programme set starts_on = '2021-03-01'",
    ),
    "measures_in_one_stage": plant("programme", "update programme_measure set stage = 1"),
    "programme_waits": plant(
        "programme", "update risk_programme set state = 'submitted', accepted_on = null"
    ),
    "measure_waits": plant(
        "measure",
        "update programme_measure set state = 'submitted', done_on = '2021-03-08', evidence_text = 'план',"
        " submitted_at = '2021-03-08 18:00+04' where id = '{measure}'",
    ),
    "programme_dates_disorder": plant(
        "programme", "update risk_programme set accepted_on = '2021-03-07'"
    ),
    "measure_dates_disorder": plant(
        "confirmed_measure",
        "update programme_measure set confirmed_on = '2021-03-11' where id = '{confirmed_measure}'",
    ),
}
