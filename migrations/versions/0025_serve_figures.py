"""Figures of whole territories and of groups of schools for who sees a part of them, and the version of results."""

from alembic import op

revision = "0025_serve_figures"
down_revision = "0024_add_request_keys"
branch_labels = None
depends_on = None

COUNTS = """array[sum(p.participants), sum(p.n2), sum(p.n3), sum(p.n4), sum(p.n5), sum(p.n_below), sum(p.n_high),
        sum(p.lowered), sum(p.confirmed), sum(p.raised), sum(p.sum_primary), sum(p.n_primary), sum(p.sum_test),
        sum(p.n_test)]"""
# One or two of the scales: whether there is one, or none, or several is all that is asked; needs no sorting.
SCALES = """array[min(p.scale_id::text), max(p.scale_id::text), case when count(p.scale_id) < count(*) then '' end]"""
# A group of similar schools: region, kind of school, size, place. What is not known belongs to none.
CLUSTER = """r.code || '-' || (kinds ->> s.kind) || '-' || width_bucket(s.pupils, sizes)
        || case when s.is_rural then '-rural' else '-town' end"""
TABLES = (
    "'protocol', 'work', 'scale', 'subject', 'school', 'municipality', 'territorial_office', 'region',"
    " 'school_class', 'assignment'"
)

UP = f"""
create index ix_change_results on change (tx, seq) where table_name in ({TABLES});

grant select on change to marshrut_gate;

create policy change_gate_read on change for select to marshrut_gate using (true);

-- The newest change of what figures are made of, and the writers that began before it and may still commit: equal
-- versions mean equal rows. Says nothing of what changed, so everybody may know it.
create function app.figures_version() returns text
    language sql stable security definer set search_path = pg_catalog, public
begin atomic
    select coalesce(newest.tx::text || '.' || newest.seq, '')
        || coalesce((
            select ':' || string_agg(running::text, ',' order by running::text)
            from pg_snapshot_xip(pg_current_snapshot()) running
            where running < newest.tx
        ), '')
    from (select) one left join (
        select c.tx, c.seq from change c where c.table_name in ({TABLES})
        order by c.tx desc, c.seq desc limit 1
    ) newest on true;
end;

-- Sums of whole municipalities of the regions, for «Район %», «Регион %»: no row of a school but what is needed to
-- keep small ones from being worked out (`small`: the schools of a municipality with fewer than five somewhere).
create function app.figure_cells(regions uuid[], works uuid[], with_enrolled boolean)
    returns table (
        region_id uuid, office_id uuid, municipality_id uuid, work_id uuid, schools bigint, seen bigint,
        seen_participants bigint, enrolled bigint, counts bigint[], scales text[], small_schools uuid[], small_sizes int[],
        smallest uuid
    )
    language sql stable security definer set search_path = pg_catalog, public rows 100
begin atomic
    select o.region_id, o.id, m.id, p.work_id, count(*), count(*) filter (where mine.id is not null or (select app.sees_all())),
        coalesce(sum(p.participants) filter (where mine.id is not null or (select app.sees_all())), 0),
        case when count(c.pupils) = count(*) then sum(c.pupils) end, {COUNTS}, {SCALES},
        case when bool_or(p.participants between 1 and 4) then array_agg(s.id) end,
        case when bool_or(p.participants between 1 and 4) then array_agg(p.participants) end,
        substr(min(lpad(p.participants::text, 7, '0') || s.id::text) filter (where p.participants > 0), 8)::uuid
    from territorial_office o
    join municipality m on m.office_id = o.id
    join school s on s.municipality_id = m.id
    join protocol p on p.school_id = s.id and p.state = 'current' and p.work_id = any (works)
    left join app.my_schools() mine (id) on mine.id = s.id
    left join lateral (
        select sum(k.pupils) as pupils
        from work w join school_class k on k.school_id = s.id and k.grade = w.grade
            and k.academic_year = case when w.wave = 'autumn' then w.year else w.year - 1 end
        where with_enrolled and w.id = p.work_id
    ) c on true
    where o.region_id = any (regions)
    group by o.region_id, o.id, m.id, p.work_id;
end;

-- Sums of whole groups of similar schools of the regions.
create function app.figure_clusters(regions uuid[], works uuid[], sizes int[], kinds jsonb)
    returns table (
        cluster text, work_id uuid, schools bigint, seen bigint, seen_participants bigint, counts bigint[],
        scales text[]
    )
    language sql stable security definer set search_path = pg_catalog, public rows 100
begin atomic
    select {CLUSTER}, p.work_id, count(*), count(*) filter (where mine.id is not null or (select app.sees_all())),
        coalesce(sum(p.participants) filter (where mine.id is not null or (select app.sees_all())), 0), {COUNTS}, {SCALES}
    from region r
    join territorial_office o on o.region_id = r.id
    join municipality m on m.office_id = o.id
    join school s on s.municipality_id = m.id
    join protocol p on p.school_id = s.id and p.state = 'current' and p.work_id = any (works)
    left join app.my_schools() mine (id) on mine.id = s.id
    where r.id = any (regions) and {CLUSTER} is not null
    group by 1, 2;
end;

-- Schools of the group of a school in sight, with figures of the works; who is not in sight is told by `seen`.
create function app.figure_cluster_of(asked uuid, works uuid[], sizes int[], kinds jsonb)
    returns table (
        school_id uuid, short_name text, sort_name text, seen boolean, work_id uuid, counts bigint[], scale_id uuid
    )
    language sql stable security definer set search_path = pg_catalog, public rows 100
begin atomic
    with own as (
        select o.region_id, {CLUSTER} as cluster
        from school s join municipality m on m.id = s.municipality_id
        join territorial_office o on o.id = m.office_id join region r on r.id = o.region_id
        where s.id = asked and ((select app.sees_all()) or s.id in (select app.my_schools()))
    )
    select s.id, s.short_name, s.sort_name, (select app.sees_all()) or mine.id is not null, p.work_id,
        array[p.participants, p.n2, p.n3, p.n4, p.n5, p.n_below, p.n_high, p.lowered, p.confirmed, p.raised,
            p.sum_primary, p.n_primary, p.sum_test, p.n_test]::bigint[], p.scale_id
    from own
    join region r on r.id = own.region_id
    join territorial_office o on o.region_id = r.id
    join municipality m on m.office_id = o.id
    join school s on s.municipality_id = m.id
    left join app.my_schools() mine (id) on mine.id = s.id
    left join protocol p on p.school_id = s.id and p.state = 'current' and p.work_id = any (works)
    where {CLUSTER} = own.cluster;
end;

alter function app.figures_version() owner to marshrut_gate;

alter function app.figure_cells(uuid[], uuid[], boolean) owner to marshrut_gate;

alter function app.figure_clusters(uuid[], uuid[], int[], jsonb) owner to marshrut_gate;

alter function app.figure_cluster_of(uuid, uuid[], int[], jsonb) owner to marshrut_gate
"""

DOWN = """
drop function app.figure_cluster_of(uuid, uuid[], int[], jsonb);
drop function app.figure_clusters(uuid[], uuid[], int[], jsonb);
drop function app.figure_cells(uuid[], uuid[], boolean);
drop function app.figures_version();
drop policy change_gate_read on change;
revoke select on change from marshrut_gate;
drop index ix_change_results
"""


def upgrade() -> None:
    for statement in UP.split(";\n\n"):
        op.execute(statement)


def downgrade() -> None:
    for statement in DOWN.split(";\n"):
        op.execute(statement)
