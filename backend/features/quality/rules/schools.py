"""Rules about schools and their place in the project."""

SCHOOLS = {
    "closed_school_in_project": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Школа закрыта с ' || to_char(s.active_to, 'DD.MM.YYYY') || ', а в проекте числится с '
                || to_char(m.joined_on, 'DD.MM.YYYY') || '.',
            s.active_to + 1, s.active_to::text, 'members', m.plan_id
        from member m join school s on s.id = m.school_id
        where s.active_to < :today
    """,
    "school_without_codes": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Не заполнено: ' || concat_ws(', ', case when s.inn is null then 'ИНН' end,
                case when s.code !~ '^[0-9]+$' then 'код школы в РИС ГИА' end) || '.',
            m.joined_on, concat(s.inn, ' ', s.code), 'school', s.id
        from member m join school s on s.id = m.school_id
        where s.inn is null or s.code !~ '^[0-9]+$'
    """,
    "classes_do_not_add_up": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'В паспорте ' || s.pupils || ' обучающихся, по классам ' || c.year || '/' || (c.year + 1) || ' учебного года — '
                || c.pupils || ', разница ' || abs(s.pupils - c.pupils) || '.',
            c.as_of, s.pupils || ' ' || c.pupils, 'school_history', s.id
        from school s join (
            select n.school_id, n.academic_year as year, sum(n.pupils) as pupils, max(n.as_of) as as_of,
                rank() over (partition by n.school_id order by n.academic_year desc) as place
            from school_class n group by n.school_id, n.academic_year
        ) c on c.school_id = s.id and c.place = 1
        where s.pupils <> c.pupils
    """,
    "low_results_without_basis": """
        select 'low_results_status', l.id, s.id, null::uuid,
            s.short_name || ', ' || l.academic_year || '/' || (l.academic_year + 1) || ' учебный год',
            'Статус низких результатов указан без документа.',
            make_date(l.academic_year, 9, 1), l.status, 'school', s.id
        from low_results_status l join school s on s.id = l.school_id
        where l.status in ('low_results', 'at_risk') and length(trim(l.basis)) < 3
    """,
    "member_without_low_results": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Школа в проекте с ' || to_char(m.joined_on, 'DD.MM.YYYY')
                || ', а статуса школы с низкими результатами ни за один год нет.',
            m.joined_on, m.joined_on::text, 'members', m.plan_id
        from member m join school s on s.id = m.school_id
        where not exists (select from low_results_status l where l.school_id = s.id and l.status = 'low_results')
    """,
    "low_results_outside_project": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Красная зона в ' || l.academic_year || '/' || (l.academic_year + 1)
                || ' учебном году (' || l.basis || '), в проект не включена.',
            make_date(l.academic_year, 9, 1), l.academic_year || l.basis, 'school', s.id
        from low_results_status l join school s on s.id = l.school_id
        where l.status = 'low_results' and l.zone = 'red' and coalesce(s.active_to, 'infinity') >= :today
            and l.academic_year = extract(year from :today - interval '8 months')::int
            and not exists (select from project_member m where m.school_id = s.id)
    """,
}
