"""Rules about who stands by a school."""

SUPPORT = {
    "school_without_curator": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            coalesce('Последнее назначение кончилось ' || to_char(last.ended_on, 'DD.MM.YYYY') || '.',
                'Куратор не назначался, школа в проекте с ' || to_char(m.joined_on, 'DD.MM.YYYY') || '.'),
            greatest(m.joined_on, last.ended_on), coalesce(last.ended_on, m.joined_on)::text, 'school_team', s.id
        from member m join school s on s.id = m.school_id
        left join lateral (select max(upper(a.period)) as ended_on from assignment a
            where a.school_id = s.id and a.kind = 'curator' and upper(a.period) <= :today) last on true
        where not exists (select from assignment a
            where a.school_id = s.id and a.kind = 'curator' and a.period @> :today)
    """,
    "school_without_mentor": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            coalesce('Последнее назначение кончилось ' || to_char(last.ended_on, 'DD.MM.YYYY') || '.',
                'Наставник не назначался, школа в проекте с ' || to_char(m.joined_on, 'DD.MM.YYYY') || '.'),
            greatest(m.joined_on, last.ended_on), coalesce(last.ended_on, m.joined_on)::text, 'school_team', s.id
        from member m join school s on s.id = m.school_id
        left join lateral (select max(upper(a.period)) as ended_on from assignment a
            where a.school_id = s.id and a.kind = 'mentor' and upper(a.period) <= :today) last on true
        where not exists (select from assignment a
            where a.school_id = s.id and a.kind = 'mentor' and a.period @> :today)
    """,
    "curator_overloaded": """
        select 'person', p.id, null::uuid, t.office_id, p.full_name,
            'Школ у куратора: ' || count(*) || ' (' || string_agg(s.short_name, '; ' order by s.sort_name) || ').',
            max(lower(a.period)), string_agg(s.id::text, ' ' order by s.id), 'people', p.id
        from assignment a join person p on p.id = a.person_id
        join school s on s.id = a.school_id join municipality t on t.id = s.municipality_id
        where a.kind = 'curator' and a.period @> :today
        group by p.id, t.office_id
        having count(*) > 3
    """,
    "conflict_with_assignment": """
        select 'assignment', a.id, a.school_id, null::uuid, coalesce(p.full_name, 'Сотрудник'),
            'Заявлено ' || to_char(c.declared_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ': ' || rtrim(c.reason, '.')
                || '. Назначение при этом действует с ' || to_char(lower(a.period), 'DD.MM.YYYY') || '.',
            greatest(lower(a.period), (c.declared_at at time zone 'Europe/Samara')::date), c.id::text,
            'school_team', a.school_id
        from assignment a join conflict_declaration c on c.person_id = a.person_id and c.school_id = a.school_id
            and c.withdrawn_at is null
        left join person p on p.id = a.person_id
        where a.period @> :today
    """,
    "assignment_without_act": """
        select 'assignment', a.id, a.school_id, null::uuid, coalesce(p.full_name, 'Сотрудник'),
            'Назначение с ' || to_char(lower(a.period), 'DD.MM.YYYY') || ' без реквизитов акта.',
            lower(a.period), a.act_text, 'school_team', a.school_id
        from assignment a left join person p on p.id = a.person_id
        where a.period @> :today and length(trim(a.act_text)) < 3
    """,
    "dismissed_person_assigned": """
        select 'assignment', a.id, a.school_id, null::uuid, p.full_name,
            'Уволен ' || to_char(p.dismissed_on, 'DD.MM.YYYY') || ', а назначение не завершено.',
            p.dismissed_on, p.dismissed_on::text, 'school_team', a.school_id
        from assignment a join person p on p.id = a.person_id
        where a.period @> :today and p.dismissed_on <= :today
    """,
    "assigned_without_role": """
        select 'assignment', a.id, a.school_id, null::uuid, p.full_name,
            'Назначен с ' || to_char(lower(a.period), 'DD.MM.YYYY') || ', роли «'
                || case a.kind when 'curator' then 'Куратор' else 'Наставник' end || '» в системе нет.',
            lower(a.period), a.kind, 'school_team', a.school_id
        from assignment a join person p on p.id = a.person_id
        where a.period @> :today and coalesce(p.dismissed_on, 'infinity') > :today
            and not exists (select from role_grant g where g.person_id = a.person_id and g.role = a.kind
                and :today between g.valid_from and coalesce(g.valid_to, 'infinity'))
    """,
    "curator_is_mentor": """
        select 'assignment', a.id, a.school_id, null::uuid, coalesce(p.full_name, 'Сотрудник'),
            'Одновременно куратор и наставник с ' || to_char(greatest(lower(a.period), lower(b.period)), 'DD.MM.YYYY') || '.',
            greatest(lower(a.period), lower(b.period)), b.id::text, 'school_team', a.school_id
        from assignment a join assignment b on b.school_id = a.school_id and b.person_id = a.person_id
            and b.kind = 'mentor' and b.period @> :today
        left join person p on p.id = a.person_id
        where a.kind = 'curator' and a.period @> :today
    """,
    "accompaniment_ended": """
        select 'accompaniment', c.id, c.school_id, null::uuid, s.short_name,
            'Сопровождение (' || case c.kind when 'curator' then 'куратор' else 'наставник' end || ') завершено '
                || to_char(upper(c.period), 'DD.MM.YYYY') || coalesce(': ' || rtrim(c.end_reason, '.'), '')
                || '. Школа остаётся в проекте.',
            upper(c.period), upper(c.period)::text, 'school_team', c.school_id
        from member m join school s on s.id = m.school_id join accompaniment c on c.school_id = m.school_id
        where upper(c.period) <= :today and not exists (select from accompaniment n
            where n.school_id = c.school_id and n.kind = c.kind and lower(n.period) >= upper(c.period))
    """,
}
