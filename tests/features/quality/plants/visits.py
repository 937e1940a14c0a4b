"""Defects of visits, risk profiles and what was agreed."""

from tests.features.quality.plants.shape import plant

_VISIT = (
    "insert into visit (id, school_id, person_id, state, purpose, planned_on, bank, held_on, held_recorded_at, submitted_at,"
    " school_answer, decided_at, reason, recorded_at) values ('{new}', '{school}', '{curator}', '%s', 'проверка', '%s', 2021,"
    " %s, %s, %s, %s, %s, %s, '2021-02-26')"
)
_ANSWERS = (
    "insert into visit_entry (visit_id, school_id, field, value, version)"
    " select '{new}', '{school}', field, value, 1 from visit_entry where visit_id = '{visit}'"
)
_CHECKED = (
    "insert into action_point_check (action_point_id, visit_id, school_id, outcome)"
    " values ('{agreement}', '{new}', '{school}', 'partly')"
)
_AGREEMENT = (
    "insert into action_point (id, school_id, visit_id, text, priority, assignee_id, due_on, state, done_on, done_by_id,"
    " evidence_text, recorded_at) values ('{new}', '{school}', '{visit}', 'Обновить сайт', 'low', '{director}', '%s', '%s', %s, %s, %s,"
    " '2021-03-02 17:00+04')"
)

VISITS = {
    "visit_before_assignment": plant(
        "visit",
        "delete from accompaniment where kind = 'curator'",
        "update assignment set period = '[2021-03-04,)' where id = '{curator_assignment}'",
    ),
    "visit_by_unassigned": plant(
        "visit",
        "update assignment set person_id = '{coordinator}' where id = '{curator_assignment}'",
        also=("assigned_without_role",),
    ),
    "visit_not_held": plant("new", _VISIT % ("confirmed", "2021-03-15", *["null"] * 6)),
    "visit_not_confirmed": plant("new", _VISIT % ("planned", "2021-03-18", *["null"] * 6)),
    "visit_without_report": plant(
        "new",
        _VISIT
        % ("report_draft", "2021-03-04", "'2021-03-04'", "'2021-03-04 18:00+04'", *["null"] * 4),
    ),
    "returned_report_waits": plant(
        "new",
        _VISIT
        % (
            "returned",
            "2021-03-01",
            "'2021-03-01'",
            "'2021-03-01 18:00+04'",
            "'2021-03-02 10:00+04'",
            "null",
            "'2021-03-03 10:00+04'",
            "'нет выводов'",
        ),
    ),
    "report_waits_approval": plant(
        "new",
        _VISIT
        % (
            "submitted",
            "2021-03-03",
            "'2021-03-03'",
            "'2021-03-03 18:00+04'",
            "'2021-03-04 10:00+04'",
            "'agrees'",
            "null",
            "null",
        ),
        _ANSWERS,
        _CHECKED,
    ),
    "school_not_answered": plant(
        "new",
        _VISIT
        % (
            "submitted",
            "2021-03-12",
            "'2021-03-12'",
            "'2021-03-12 18:00+04'",
            "'2021-03-13 10:00+04'",
            "null",
            "null",
            "null",
        ),
        _ANSWERS,
        _CHECKED,
    ),
    "checklist_half_empty": plant("visit", "delete from visit_entry"),
    "problem_without_agreement": plant(
        "finding",
        "update action_point set visit_id = null where visit_id = '{visit}'",
        "update action_point set recorded_at = '2021-03-03' where true",
    ),
    "visit_dates_disorder": plant(
        "visit", "update visit set medk_marked_on = '2021-03-01' where id = '{visit}'"
    ),
    "medk_mark_missing": plant(
        "visit", "update visit set medk_marked_on = null where id = '{visit}'"
    ),
}
RISK_PROFILES = {
    "survey_missing": plant("school", "delete from risk_assessment where source = 'survey'"),
    "self_assessment_missing": plant("school", "update risk_profile set self_assessed_at = null"),
    "profile_not_verified": plant(
        "school", "update risk_profile set state = 'verification', verified_on = null"
    ),
    "levels_differ": plant(
        "profile",
        "update risk_assessment set level = 'low' where source = 'school' and factor_id = '{other_factor}'",
    ),
    "verified_without_visit": plant(
        "profile",
        "update visit set held_on = '2021-03-06', held_recorded_at = '2021-03-06 18:00+04',"
        " submitted_at = '2021-03-07', medk_marked_on = '2021-03-06' where id = '{visit}'",
        "update action_point set visit_id = '{visit}', done_on = null, state = 'open', verified_by_id = null"
        " where id = '{verified_agreement}'",
        "update action_point set due_on = '2021-04-01'",
    ),
    "high_not_selected": plant(
        "verdict",
        "update risk_assessment set level = 'high' where factor_id = '{other_factor}'",
        "update risk_verdict set level = 'high' where factor_id = '{other_factor}'",
    ),
    "directions_out_of_range": plant(
        "profile",
        "update risk_verdict set is_selected = false",
        "update risk_verdict set reason = 'школа не готова'",
        "delete from programme_measure",
        "delete from risk_programme",
    ),
    "verdict_missing": plant(
        "profile", "delete from risk_verdict where factor_id = '{other_factor}'"
    ),
    "confirmed_level_differs": plant(
        "verdict", "update risk_verdict set level = 'low' where factor_id = '{other_factor}'"
    ),
    "profile_dates_disorder": plant("profile", "update risk_profile set formed_at = '2021-03-06'"),
}
ACTION_POINTS = {
    "agreement_overdue": plant("new", _AGREEMENT % ("2021-03-15", "open", "null", "null", "null")),
    "agreement_without_evidence": plant(
        "verified_agreement",
        "update action_point set evidence_text = '-' where id = '{verified_agreement}'",
    ),
    "agreement_not_verified": plant(
        "new", _AGREEMENT % ("2021-03-15", "done", "'2021-03-05'", "'{director}'", "'приказ'")
    ),
    "agreement_dates_disorder": plant(
        "agreement",
        "update action_point set due_on = '2021-03-01', state = 'done', done_on = '2021-03-16',"
        " evidence_text = 'справка' where id = '{agreement}'",
    ),
    "agreement_not_checked": plant(
        "agreement",
        _VISIT
        % (
            "submitted",
            "2021-03-14",
            "'2021-03-14'",
            "'2021-03-14 18:00+04'",
            "'2021-03-16 10:00+04'",
            "null",
            "null",
            "null",
        ),
        _ANSWERS,
    ),
    "assignee_left": plant(
        "agreement", "update person set dismissed_on = '2021-03-10' where id = '{director}'"
    ),
}
