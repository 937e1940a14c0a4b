"""The statements that bring the numbers; row-level security leaves the reader's schools. No teacher, no pupil."""

from sqlalchemy import ARRAY, Integer, SmallInteger, Text, Uuid, bindparam, text

_WORK = (
    "w.procedure, w.year, w.wave, w.grade, w.programme_grade, w.series, w.max_primary, w.subject_id"
)
_NAMES = (
    "c.school_id, s.short_name as school_name, s.sort_name, c.procedure, c.year, c.wave, c.grade, c.programme_grade,"
    " c.series, u.code as subject_code, u.name as subject_name"
)
_SCOPE = "(cast(:school as uuid) is null or p.school_id = :school)"
_SCHOOL = bindparam("school", type_=Uuid)
_YEAR = bindparam("year", type_=Integer)

YEARS = text(
    """
    select w.year from work w
    where exists (select from protocol p where p.work_id = w.id and p.state = 'current')
    union select m.year from marked_school m
    order by 1 desc
    """
)
SIZE = text(
    f"""
    select count(*) from protocol p join work w on w.id = p.work_id
    where p.state = 'current' and w.year = :year and w.procedure = any (:procedures) and {_SCOPE}
    """
).bindparams(_YEAR, _SCHOOL, bindparam("procedures", type_=ARRAY(Text)))
# Of a protocol with fewer pupils than any rule looks at nothing is unpacked.
PROTOCOLS = text(
    f"""
    with chosen as materialized (
        select p.id, p.school_id, p.work_id, p.participants, p.n2, p.n3, p.n4, p.n5, p.lowered, p.confirmed, p.raised,
            p.n_primary, p.scale_id, {_WORK}
        from protocol p join work w on w.id = p.work_id
        where p.state = 'current' and w.year = :year and w.procedure = any (:procedures) and {_SCOPE}
    ),
    scaled as materialized (
        select c.work_id, app.scale_of_work(c.procedure, c.year, c.wave, c.subject_id, c.grade, c.programme_grade,
            c.series) as scale_id
        from (select distinct work_id, {_WORK.replace("w.", "")} from chosen) c
    )
    select c.id as protocol_id, c.work_id, {_NAMES}, c.participants, c.lowered, c.confirmed, c.raised, c.n_primary,
        coalesce(far.lowered_far, 0) as lowered_far, coalesce(far.raised_far, 0) as raised_far,
        histogram.counts as histogram, coalesce(k.max_primary, c.max_primary) as max_primary,
        k.min_3, k.min_4, k.min_5, k.source as scale_source
    from chosen c
    join school s on s.id = c.school_id
    join subject u on u.id = c.subject_id
    join scaled on scaled.work_id = c.work_id
    left join scale k on k.id = coalesce(
        (select own.id from scale own where own.id = c.scale_id and own.kind = 'marks'), scaled.scale_id)
    left join lateral (
        select count(*) filter (where r.mark <= r.journal - :gap) as lowered_far,
            count(*) filter (where r.mark >= r.journal + :gap) as raised_far
        from protocol_participants pp, unnest(pp.marks, pp.journal_marks) as r (mark, journal)
        where pp.id = c.id and c.lowered + c.confirmed + c.raised >= :least_pairs
    ) far on true
    left join lateral (
        select array_agg(coalesce(found.pupils, 0) order by score) as counts
        from generate_series(0, coalesce(k.max_primary, c.max_primary)) score
        left join (
            select r.points, count(*)::integer as pupils
            from protocol_participants pp, unnest(pp.primary_scores) as r (points)
            where pp.id = c.id group by r.points
        ) found on found.points = score
        where c.n_primary >= :least_scores and k.min_3 is not null
    ) histogram on true
    order by s.sort_name, s.id, c.grade, u.position, c.procedure, c.wave, c.work_id
    """
).bindparams(
    _YEAR,
    _SCHOOL,
    bindparam("procedures", type_=ARRAY(Text)),
    bindparam("gap", type_=SmallInteger),
    bindparam("least_pairs", type_=Integer),
    bindparam("least_scores", type_=Integer),
)
_RESULT = """
    {side}.work_id as {side}_work_id, {side}.procedure as {side}_procedure, {side}.year as {side}_year,
    {side}.wave as {side}_wave, {side}.grade as {side}_grade, {side}.programme_grade as {side}_programme_grade,
    {side}.participants as {side}_n, {side}.n_below as {side}_below, {side}.n4 + {side}.n5 as {side}_quality
"""
_DONE = f"""
    done as materialized (
        select p.school_id, p.work_id, p.participants, p.n_below, p.n4, p.n5, {_WORK}
        from protocol p join work w on w.id = p.work_id
        where p.state = 'current' and w.series = '' and p.participants >= :least_n and p.n_test = 0
            and w.year between :year - 1 and :year and {_SCOPE}
    )
"""
# The same children a year later: the next grade, the next programme, the same wave.
COHORTS = text(
    f"""
    with {_DONE}
    select {_NAMES}, {_RESULT.format(side="before")}, {_RESULT.format(side="after")}
    from done c
    join done before on before.school_id = c.school_id and before.subject_id = c.subject_id
        and before.procedure = c.procedure and before.wave = c.wave and before.year = c.year - 1
        and before.grade = c.grade - 1 and before.programme_grade = c.programme_grade - 1
    join done after on after.school_id = c.school_id and after.work_id = c.work_id
    join school s on s.id = c.school_id
    join subject u on u.id = c.subject_id
    where c.year = :year and c.procedure = 'vpr'
    order by s.sort_name, s.id, c.grade, u.position, c.work_id
    """
).bindparams(_YEAR, _SCHOOL, bindparam("least_n", type_=Integer))
# ВПР by the programme of grade 8 was written in spring in grade 8 or in the autumn after it in grade 9; the later counts.
EXAMS = text(
    f"""
    with {_DONE}
    select {_NAMES}, {_RESULT.format(side="before")}, {_RESULT.format(side="after")}
    from done c
    join lateral (
        select d.* from done d
        where d.school_id = c.school_id and d.subject_id = c.subject_id and d.procedure = 'vpr'
            and d.programme_grade = 8 and d.year = c.year - 1 and d.grade = case d.wave when 'autumn' then 9 else 8 end
        order by d.wave = 'autumn' desc limit 1
    ) before on true
    join done after on after.school_id = c.school_id and after.work_id = c.work_id
    join school s on s.id = c.school_id
    join subject u on u.id = c.subject_id
    where c.year = :year and c.procedure = 'oge' and c.grade = 9 and u.code = any (:subjects)
    order by s.sort_name, s.id, u.position, c.work_id
    """
).bindparams(
    _YEAR,
    _SCHOOL,
    bindparam("least_n", type_=Integer),
    bindparam("subjects", type_=ARRAY(Text)),
)
MARKED = text(
    """
    select m.school_id, s.short_name as school_name, s.sort_name, m.year, m.ru4, m.ma4, m.ru5, m.ma5, m.file_name,
        m.recorded_at,
        array(select b.year from marked_school b
            where b.school_id = m.school_id and b.year between m.year - :years_before and m.year - 1
                and (b.ru4 or b.ma4 or b.ru5 or b.ma5) order by b.year) as years_before
    from marked_school m join school s on s.id = m.school_id
    where m.year = :year and (m.ru4 or m.ma4 or m.ru5 or m.ma5)
        and (cast(:school as uuid) is null or m.school_id = :school)
    order by s.sort_name, s.id
    """
).bindparams(_YEAR, _SCHOOL, bindparam("years_before", type_=Integer))
VERDICTS = text(
    """
    select distinct on (v.signal) v.signal, v.verdict, v.digest, v.decided_at, p.full_name as who
    from signal_verdict v left join person p on p.id = v.person_id
    where v.signal = any (:signals)
    order by v.signal, v.decided_at desc, v.id desc
    """
).bindparams(bindparam("signals", type_=ARRAY(Text)))
COMMENTED = text(
    "select c.signal, count(*) as comments from signal_comment c where c.signal = any (:signals) group by c.signal"
).bindparams(bindparam("signals", type_=ARRAY(Text)))
