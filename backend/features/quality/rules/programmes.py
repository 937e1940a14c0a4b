"""Rules about anti-risk programmes and their measures."""

PROGRAMMES = {
    "risk_without_programme": """
        select 'risk_verdict', c.verdict_id, c.school_id, null::uuid, c.factor,
            'Риск выбран для работы ' || to_char(c.verified_on, 'DD.MM.YYYY') || ', антирисковой программы нет.',
            c.verified_on, c.factor_id::text, 'school_programmes', c.school_id
        from chosen c
        where not exists (select from risk_programme g where g.school_id = c.school_id and g.cycle = c.cycle
            and g.factor_id = c.factor_id)
    """,
    "programme_without_measures": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»', 'В программе нет ни одной меры.',
            (g.recorded_at at time zone 'Europe/Samara')::date, '', 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where not exists (select from programme_measure m where m.programme_id = g.id)
    """,
    "measure_without_evidence_kind": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            'Не сказано, чем подтверждается выполнение.', (g.recorded_at at time zone 'Europe/Samara')::date, m.title,
            'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id
        where coalesce(trim(m.evidence_kind), '') = ''
    """,
    "measure_without_due": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»', 'Не указан срок.',
            (g.recorded_at at time zone 'Europe/Samara')::date, m.title, 'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id
        where m.due_on is null
    """,
    "measure_without_responsible": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            'Не указан ответственный.', (g.recorded_at at time zone 'Europe/Samara')::date, m.title, 'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id
        where coalesce(trim(m.responsible), '') = ''
    """,
    "measure_after_end": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            'Срок ' || to_char(m.due_on, 'DD.MM.YYYY') || ', '
                || case when m.due_on > g.ends_on then 'программа заканчивается ' || to_char(g.ends_on, 'DD.MM.YYYY')
                    else 'проект заканчивается ' || to_char(e.project_end, 'DD.MM.YYYY') end || '.',
            (g.recorded_at at time zone 'Europe/Samara')::date, concat_ws(' ', m.due_on, g.ends_on, e.project_end),
            'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id
        left join member b on b.school_id = m.school_id
        left join edition e on e.plan_id = b.plan_id and e.state = 'in_force'
            and extract(year from e.project_start) = g.cycle
        where m.due_on > g.ends_on or m.due_on > e.project_end
    """,
    "measure_overdue": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            coalesce('Ответственный ' || m.responsible || ', срок', 'Срок') || ' был ' || to_char(m.due_on, 'DD.MM.YYYY')
                || ', отчёта о выполнении нет.',
            m.due_on + 1, m.due_on || m.state, 'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id and g.state = 'accepted'
        where m.state in ('planned', 'returned') and m.due_on < :today
    """,
    "target_without_baseline": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Цель ' || trim_scale(g.target) || coalesce(' ' || g.indicator_unit, '') || ', исходного значения нет.',
            (g.recorded_at at time zone 'Europe/Samara')::date, g.target::text, 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where g.target is not null and g.baseline is null
    """,
    "target_equals_baseline": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Исходное значение и цель одинаковы: ' || trim_scale(g.target) || coalesce(' ' || g.indicator_unit, '') || '.',
            (g.recorded_at at time zone 'Europe/Samara')::date, g.target::text, 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where g.target = g.baseline
    """,
    "indicator_missing": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Не указано: ' || concat_ws(', ', case when coalesce(trim(g.indicator), '') = '' then 'показатель' end,
                case when g.target is null then 'целевое значение' end) || '.',
            (g.recorded_at at time zone 'Europe/Samara')::date, concat_ws(' ', g.indicator, g.target), 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where coalesce(trim(g.indicator), '') = '' or g.target is null
    """,
    "programme_not_selected": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'В верифицированном РПШ ' || g.cycle || ' года этот риск для работы не выбран.',
            greatest(p.verified_on, (g.recorded_at at time zone 'Europe/Samara')::date), p.verified_on::text, 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        join risk_profile p on p.school_id = g.school_id and p.cycle = g.cycle and p.verified_on is not null
        where not exists (select from chosen c where c.profile_id = p.id and c.factor_id = g.factor_id)
    """,
    "stage_unconfirmed": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            string_agg('этап ' || t.stage || ' закончился ' || to_char(t.ends_on, 'DD.MM.YYYY') || ', подтверждено '
                || t.confirmed || ' из ' || t.measures, '; ' order by t.stage) || '.',
            min(t.ends_on) + 14, string_agg(t.stage || ':' || t.confirmed || '/' || t.measures, ' ' order by t.stage),
            'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id join (
            select m.programme_id, m.stage, max(m.due_on) as ends_on, count(*) as measures,
                count(*) filter (where m.state = 'confirmed') as confirmed
            from programme_measure m group by m.programme_id, m.stage
        ) t on t.programme_id = g.id and t.confirmed < t.measures and t.ends_on < :today - 14
        where g.state = 'accepted'
        group by g.id, f.name
    """,
    "measures_in_one_stage": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Все меры (' || count(*) || ') отнесены к этапу ' || min(m.stage) || '.',
            (g.recorded_at at time zone 'Europe/Samara')::date, count(*) || ' ' || min(m.stage), 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id join programme_measure m on m.programme_id = g.id
        group by g.id, f.name
        having count(*) > 1 and min(m.stage) = max(m.stage)
    """,
    "programme_waits": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Представлена ' || to_char(g.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ', решения нет.',
            (g.submitted_at at time zone 'Europe/Samara')::date, g.submitted_at::text, 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where g.state = 'submitted' and (g.submitted_at at time zone 'Europe/Samara')::date < :today - 5
    """,
    "measure_waits": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            'Школа отчиталась ' || to_char(m.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY')
                || ', подтверждения куратора нет.',
            (m.submitted_at at time zone 'Europe/Samara')::date, m.submitted_at::text, 'programme', m.programme_id
        from programme_measure m
        where m.state = 'submitted' and (m.submitted_at at time zone 'Europe/Samara')::date < :today - 5
    """,
    "programme_dates_disorder": """
        select 'risk_programme', g.id, g.school_id, null::uuid, 'Программа «' || f.name || '»',
            'Принята ' || to_char(g.accepted_on, 'DD.MM.YYYY') || ', раньше, чем представлена ('
                || to_char(g.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ').',
            g.accepted_on, concat_ws(' ', g.accepted_on, g.submitted_at), 'programme', g.id
        from risk_programme g join risk_factor f on f.id = g.factor_id
        where g.accepted_on < (g.submitted_at at time zone 'Europe/Samara')::date
    """,
    "measure_dates_disorder": """
        select 'programme_measure', m.id, m.school_id, null::uuid, 'Мера «' || left(m.title, 80) || '»',
            concat_ws('; ', case when m.due_on < g.starts_on then 'срок ' || to_char(m.due_on, 'DD.MM.YYYY')
                    || ' раньше начала программы (' || to_char(g.starts_on, 'DD.MM.YYYY') || ')' end,
                case when m.done_on < g.starts_on then 'выполнена ' || to_char(m.done_on, 'DD.MM.YYYY')
                    || ', раньше начала программы' end,
                case when m.confirmed_on < m.done_on then 'подтверждена ' || to_char(m.confirmed_on, 'DD.MM.YYYY')
                    || ', раньше выполнения' end,
                case when m.done_on > (m.submitted_at at time zone 'Europe/Samara')::date then 'отчёт сдан раньше дня выполнения'
                    end) || '.',
            (g.recorded_at at time zone 'Europe/Samara')::date,
            concat_ws(' ', m.due_on, m.done_on, m.confirmed_on, m.submitted_at, g.starts_on), 'programme', g.id
        from programme_measure m join risk_programme g on g.id = m.programme_id
        where m.due_on < g.starts_on or m.done_on < g.starts_on or m.confirmed_on < m.done_on
            or m.done_on > (m.submitted_at at time zone 'Europe/Samara')::date
    """,
}
