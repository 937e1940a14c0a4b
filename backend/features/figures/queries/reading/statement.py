"""The one statement behind a list of figures: works, units in sight, sums of schools and of whole territories, as JSON.

Fragments are constants of this code, values are always bound. Filters that are not asked for are left out, so that
the plan is made for what is asked.
"""

from functools import cache

from sqlalchemy import TextClause, text

from backend.features.figures.queries.reading.counting import NAMES

_WORK_CONDITIONS = {
    "procedure": "w.procedure = :procedure",
    "year": "w.year = :year",
    "wave": "w.wave = :wave",
    "subject": "s.code = :subject",
    "grade": "w.grade = :grade",
    "ids": "w.id = any (:work_ids)",
}
_PLACE_CONDITIONS = {
    "region_id": "r.id = :region_id",
    "office_id": "o.id = :office_id",
    "municipality_id": "m.id = :municipality_id",
    "school_id": "s.id = :school_id",
    "cluster": "{cluster} = :cluster",
    # Found by their keys; row-level security says the same again for every row.
    "mine": "s.id in (select app.my_schools())",
}
# The same expression stands in migration 0025.
CLUSTER = (
    "r.code || '-' || (cast(:kinds as jsonb) ->> s.kind) || '-' || width_bucket(s.pupils, cast(:sizes as int[]))"
    " || case when s.is_rural then '-rural' else '-town' end"
)
_COUNTS = ", ".join(f"p.{name}" for name in NAMES)
_WORKS = """
asked as materialized (
    select w.id, w.procedure, w.year, w.wave, w.grade, w.programme_grade, w.series, w.max_primary, w.subject_id,
        s.code, s.name, s.short_name, s.position
    from work w join subject s on s.id = w.subject_id
    where {works}
), pairs as materialized (
    select distinct on (a.id) a.id as work_id, b.id as before_id
    from asked a join work b on b.procedure = a.procedure and b.subject_id = a.subject_id and b.grade = a.grade
        and b.series = a.series and b.year = a.year - 1
    where {with_before}
    order by a.id, (b.wave = a.wave) desc, (b.programme_grade = a.programme_grade) desc, b.id
), works as materialized (
    select w.id, w.procedure, w.year, w.wave, w.grade, w.programme_grade, w.series, w.max_primary,
        s.code, s.name, s.short_name, s.position
    from work w join subject s on s.id = w.subject_id
    where w.id in (select id from asked union all select before_id from pairs)
), mine as materialized (
    select s.id, s.short_name, s.sort_name, s.is_rural, s.pupils, m.id as municipality_id, o.id as office_id,
        r.id as region_id, {cluster} as cluster
    from school s join municipality m on m.id = s.municipality_id
    join territorial_office o on o.id = m.office_id join region r on r.id = o.region_id
    where {places}
), places as materialized (
    select municipality_id, office_id, region_id from mine group by 1, 2, 3
)"""
_ROWS = """, classes as materialized (
    select c.school_id, c.academic_year, c.grade, sum(c.pupils) as pupils
    from school_class c where c.school_id in (select id from mine) group by 1, 2, 3
), rows as materialized (
    select p.school_id, p.work_id, p.scale_id, c.pupils as enrolled, {counts}
    from mine join protocol p on p.school_id = mine.id and p.state = 'current'
    join works w on w.id = p.work_id
    left join classes c on c.school_id = p.school_id and c.grade = w.grade
        and c.academic_year = case when w.wave = 'autumn' then w.year else w.year - 1 end
    limit :limit
)"""
_CELLS = """, cells as materialized (
    select c.* from app.figure_cells(
        (select coalesce(array_agg(distinct region_id), '{}') from places), (select coalesce(array_agg(id), '{}') from works),
        :with_enrolled
    ) c
)"""
_CLUSTERS = """, clusters as materialized (
    select c.* from app.figure_clusters(
        (select coalesce(array_agg(distinct region_id), '{}') from places), (select coalesce(array_agg(id), '{}') from works),
        cast(:sizes as int[]), cast(:kinds as jsonb)
    ) c
)"""
_SIBLINGS = """, siblings as materialized (
    select c.* from app.figure_cluster_of(
        :asked_school, (select coalesce(array_agg(id), '{}') from works), cast(:sizes as int[]), cast(:kinds as jsonb)
    ) c
)"""
_SCALE_IDS = {
    "rows": "select scale_id from rows",
    "cells": "select cast(nullif(scale, '') as uuid) from cells, unnest(scales) scale",
    "clusters": "select cast(nullif(scale, '') as uuid) from clusters, unnest(scales) scale",
}


@cache
def figures_statement(
    works: frozenset[str],
    places: frozenset[str],
    *,
    with_before: bool,
    parts: frozenset[str],
) -> TextClause:
    """Return the statement for filters by name; `parts` of rows, cells, clusters, siblings are read, the others empty."""
    head = _WORKS.format(
        works=" and ".join(sorted(_WORK_CONDITIONS[name] for name in works)) or "true",
        with_before="true" if with_before else "false",
        places=" and ".join(
            sorted(_PLACE_CONDITIONS[name].format(cluster=CLUSTER) for name in places)
        )
        or "true",
        cluster=CLUSTER,
    )
    bodies = {
        "rows": _ROWS.format(counts=_COUNTS),
        "cells": _CELLS,
        "clusters": _CLUSTERS,
        "siblings": _SIBLINGS,
    }
    scale_ids = " union ".join(sql for name, sql in _SCALE_IDS.items() if name in parts)
    answers = [
        _listed(
            "works",
            "id, procedure, year, wave, grade, programme_grade, series, max_primary, code, name, short_name,"
            " id in (select id from asked)",
            "year desc, procedure, position, grade, wave, programme_grade, series, id",
        ),
        _listed("pairs", "work_id, before_id", "work_id"),
        _listed(
            "mine",
            "id, short_name, is_rural, pupils, municipality_id, office_id, region_id, cluster",
            "sort_name, id",
            only="rows" in parts,
        ),
        "(select json_agg(json_build_array(p.municipality_id, p.office_id, p.region_id, m.name, o.name, r.name)"
        " order by r.name, o.name, m.name, m.id)::text from places p join municipality m on m.id = p.municipality_id"
        " join territorial_office o on o.id = p.office_id join region r on r.id = p.region_id) as places",
        _listed(
            "rows",
            f"school_id, work_id, scale_id, enrolled, {', '.join(NAMES)}",
            None,
            only="rows" in parts,
        ),
        _listed(
            "cells",
            "region_id, office_id, municipality_id, work_id, counts, schools, seen, seen_participants, enrolled, scales,"
            " small_schools, small_sizes, smallest",
            None,
            only="cells" in parts,
        ),
        _listed(
            "clusters",
            "cluster, work_id, counts, schools, seen, seen_participants, scales",
            None,
            only="clusters" in parts,
        ),
        "(select json_agg(distinct cluster)::text from mine) as seen_clusters"
        if "clusters" in parts
        else "null as seen_clusters",
        _listed(
            "siblings",
            "school_id, short_name, seen, work_id, counts, scale_id",
            "sort_name, school_id",
            only="siblings" in parts,
        ),
        "(select json_agg(json_build_array(id, min_3, min_4, min_5, max_primary))::text from scale"  # noqa: S608 - our own names
        f" where id in ({scale_ids})) as scales",
    ]
    ctes = head + "".join(bodies[name] for name in sorted(parts))
    return text(f"with {ctes}\nselect {', '.join(answers)}")


def _listed(name: str, columns: str, order: str | None, *, only: bool = True) -> str:
    if not only:
        return f"null as {name}"
    by = f" order by {order}" if order else ""
    return f"(select json_agg(json_build_array({columns}){by})::text from {name}) as {name}"  # noqa: S608 - our own names
