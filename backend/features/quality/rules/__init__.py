"""What each rule of «Качество данных» looks for: one select a rule, set-based, all with the same columns.

Columns by position: object_kind, object_id, school_id, office_id (one of the two), label, detail, since_on (from when the
defect exists), fingerprint (the text of what the finding depends on), link_kind, link_id. `:today` is the Samara day.
Names, reasons and owners of the rules stand in data/quality_rules.yaml.
"""

from backend.features.quality.rules.action_points import ACTION_POINTS
from backend.features.quality.rules.documents import DOCUMENTS
from backend.features.quality.rules.plan import PLAN
from backend.features.quality.rules.programmes import PROGRAMMES
from backend.features.quality.rules.results import RESULTS
from backend.features.quality.rules.risk_profiles import RISK_PROFILES
from backend.features.quality.rules.schools import SCHOOLS
from backend.features.quality.rules.support import SUPPORT
from backend.features.quality.rules.visits import VISITS

AREAS: dict[str, dict[str, str]] = {
    "plan": PLAN,
    "schools": SCHOOLS,
    "support": SUPPORT,
    "visits": VISITS,
    "risk_profiles": RISK_PROFILES,
    "documents": DOCUMENTS,
    "programmes": PROGRAMMES,
    "action_points": ACTION_POINTS,
    "results": RESULTS,
}
RULES: dict[str, str] = {code: sql for rules in AREAS.values() for code, sql in rules.items()}

# What several rules start from. CTEs that no chosen rule reads cost nothing.
SHARED = """
member as (
    select distinct on (m.school_id) m.school_id, m.plan_id, m.joined_on
    from project_member m
    where :today >= m.joined_on and :today < coalesce(m.left_on, 'infinity')
    order by m.school_id, m.joined_on
),
row_in_force as (
    select p.id as plan_id, p.office_id, e.id as edition_id, e.effective_on, e.project_start, e.project_end,
        e.period_start, e.period_end, a.*, 'Строка ' || a.number || ' «' || left(a.title, 80) || '»' as row_label
    from plan p join edition e on e.plan_id = p.id and e.state = 'in_force'
    join section s on s.edition_id = e.id join activity a on a.section_id = s.id
),
due as (
    -- The last deadline at which the plan in force expects a fact of the schools of its project.
    select r.plan_id, needed.fact, max(coalesce(moved.to_on, w.ends_on)) as due_on
    from row_in_force r join expected_result x on x.activity_id = r.id and x.members = 'project_500_schools'
    cross join unnest(x.facts) as needed (fact)
    join activity_window w on w.activity_id = r.id
    left join lateral (
        select t.to_on from reschedule t
        where t.lineage_id = r.lineage_id and t.slot = w.slot and t.school_id is null
        order by t.recorded_at desc, t.id desc limit 1
    ) moved on true
    group by r.plan_id, needed.fact
),
chosen as (
    select p.id as profile_id, p.school_id, p.cycle, p.verified_on, v.id as verdict_id, v.factor_id, f.name as factor
    from risk_profile p join risk_verdict v on v.profile_id = p.id and v.is_selected
    join risk_factor f on f.id = v.factor_id
    where p.state in ('verified', 'locked')
),
newest_version as (
    select distinct on (v.document_id) v.* from document_version v order by v.document_id, v.number desc
)
"""
