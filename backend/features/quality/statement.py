"""The one statement that looks for everything: all rules at once, the reader's dismissals and sides beside them."""

from functools import cache

from sqlalchemy import ARRAY, Boolean, Date, Integer, Text, TextClause, Uuid, bindparam, text

from backend.features.quality.rules import RULES, SHARED

_COLUMNS = "object_kind, object_id, school_id, office_id, label, detail, since_on, fingerprint, link_kind, link_id"
_FOUND = """
    select '{code}' as rule, {columns}
    from ({sql}) as r ({columns})
    where (cast(:school as uuid) is null or r.school_id = :school) and (cast(:object as uuid) is null or r.object_id = :object)
"""
# A school reads what it has to mend itself; who stands by it or above it reads everything about it.
_REST = """
my_side as materialized (
    select m.school_id, array_agg(m.side) as sides from app.my_sides() m group by m.school_id
),
my_office as materialized (
    select o.id from territorial_office o where (select app.sees_all()) or o.id in (select app.my_offices())
),
marked as (
    select f.rule, f.object_kind, f.object_id, f.school_id, f.office_id, f.label, f.detail,
        coalesce(f.since_on, :today) as since_on, md5(coalesce(f.fingerprint, '')) as fingerprint, f.link_kind, f.link_id,
        w.owner, coalesce(d.sides, '{}') as sides, q.id as dismissal_id, q.reason, q.person_id as dismissed_by,
        q.dismissed_at, q.id is not null as is_dismissed
    from found f
    join unnest(cast(:codes as text[]), cast(:owners as text[])) as w (code, owner) on w.code = f.rule
    left join my_side d on d.school_id = f.school_id
    left join quality_dismissal q on q.rule = f.rule and q.object_id = f.object_id and q.withdrawn_at is null
        and q.fingerprint = md5(coalesce(f.fingerprint, ''))
    where (f.office_id is null or f.office_id in (select id from my_office))
        and (w.owner = 'school' or d.sides is null or d.sides <> array['school'])
        and (not :mine or w.owner = any (d.sides) or w.owner = any (cast(:roles as text[])))
),
ranked as (
    select m.*, count(*) over same as total,
        row_number() over (same order by m.since_on, m.label, m.object_id) as place
    from marked m
    window same as (partition by m.rule, m.is_dismissed)
)
select r.*, s.short_name as school_name, p.full_name as dismissed_by_name,
    case r.owner
        when 'curator' then (select c.full_name from assignment a join person c on c.id = a.person_id
            where a.school_id = r.school_id and a.kind = 'curator' and a.period @> :today limit 1)
        when 'school' then (select h.full_name from role_grant g join person h on h.id = g.person_id
            where g.school_id = r.school_id and g.role = 'school_head'
                and :today between g.valid_from and coalesce(g.valid_to, 'infinity')
            order by g.valid_from desc, g.id limit 1)
    end as owner_person
from ranked r left join school s on s.id = r.school_id left join person p on p.id = r.dismissed_by
where r.place <= case when r.is_dismissed = :dismissed and r.rule = any (cast(:shown as text[])) then :cap else 1 end
order by array_position(cast(:codes as text[]), r.rule), r.place
"""


@cache
def search(codes: tuple[str, ...]) -> TextClause:
    """Return the statement that looks by these rules. A rule that finds more than `cap` tells its total anyway."""
    found = " union all ".join(
        _FOUND.format(code=code, columns=_COLUMNS, sql=RULES[code]) for code in codes
    )
    return text(f"with {SHARED}, found as materialized ({found}), {_REST}").bindparams(
        bindparam("today", type_=Date),
        bindparam("school", type_=Uuid),
        bindparam("object", type_=Uuid),
        bindparam("mine", type_=Boolean),
        bindparam("dismissed", type_=Boolean),
        bindparam("cap", type_=Integer),
        bindparam("roles", type_=ARRAY(Text)),
        bindparam("codes", type_=ARRAY(Text)),
        bindparam("owners", type_=ARRAY(Text)),
        bindparam("shown", type_=ARRAY(Text)),
    )
