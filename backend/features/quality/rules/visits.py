"""Rules about visits to schools."""

VISITS = {
    "visit_before_assignment": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Проведено ' || to_char(v.held_on, 'DD.MM.YYYY') || ', назначение начинается '
                || to_char(first.starts_on, 'DD.MM.YYYY') || '.',
            v.held_on, v.held_on || ' ' || first.starts_on, 'visit', v.id
        from visit v join lateral (select min(lower(a.period)) as starts_on from assignment a
            where a.school_id = v.school_id and a.person_id = v.person_id) first on true
        where v.state <> 'cancelled' and v.held_on < first.starts_on
    """,
    "visit_by_unassigned": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            coalesce(p.full_name, 'Сотрудник') || ' в этот день не был куратором или наставником школы.',
            v.held_on, v.held_on || ' ' || v.person_id, 'visit', v.id
        from visit v left join person p on p.id = v.person_id
        where v.state <> 'cancelled' and v.held_on is not null
            and not exists (select from assignment a where a.school_id = v.school_id and a.person_id = v.person_id
                and (a.period @> v.held_on or lower(a.period) > v.held_on))
    """,
    "visit_not_held": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.planned_on, 'DD.MM.YYYY'),
            'Назначено на ' || to_char(v.planned_on, 'DD.MM.YYYY') || ', отметки о проведении нет.',
            v.planned_on + 1, v.planned_on || v.state, 'visit', v.id
        from visit v where v.state in ('planned', 'confirmed') and v.planned_on < :today
    """,
    "visit_not_confirmed": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.planned_on, 'DD.MM.YYYY'),
            'Посещение ' || to_char(v.planned_on, 'DD.MM.YYYY') || ', школа его не подтвердила.',
            (v.recorded_at at time zone 'Europe/Samara')::date, v.planned_on::text, 'visit', v.id
        from visit v where v.state = 'planned' and v.planned_on between :today and :today + 2
            and (v.recorded_at at time zone 'Europe/Samara')::date < :today
    """,
    "visit_without_report": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Проведено ' || to_char(v.held_on, 'DD.MM.YYYY') || ', отчёт не сдан.',
            v.held_on + 7, v.held_on::text, 'visit', v.id
        from visit v where v.state in ('held', 'report_draft') and v.held_on < :today - 7
    """,
    "returned_report_waits": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Отчёт возвращён ' || to_char(v.decided_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ': ' || rtrim(v.reason, '.') || '.',
            (v.decided_at at time zone 'Europe/Samara')::date, v.decided_at::text, 'visit', v.id
        from visit v where v.state = 'returned' and (v.decided_at at time zone 'Europe/Samara')::date < :today - 7
    """,
    "report_waits_approval": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Отчёт сдан ' || to_char(v.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY')
                || ', решения по нему нет.',
            (v.submitted_at at time zone 'Europe/Samara')::date, v.submitted_at::text, 'visit', v.id
        from visit v where v.state = 'submitted' and (v.submitted_at at time zone 'Europe/Samara')::date < :today - 5
    """,
    "school_not_answered": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Отчёт сдан ' || to_char(v.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY')
                || ', школа на него не ответила.',
            (v.submitted_at at time zone 'Europe/Samara')::date, v.submitted_at::text, 'visit', v.id
        from visit v where v.state = 'submitted' and v.school_answer is null
            and (v.submitted_at at time zone 'Europe/Samara')::date < :today - 3
    """,
    "checklist_half_empty": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Ответов ' || said.n || ' на ' || asked.n || ' общих вопросов.',
            coalesce((v.submitted_at at time zone 'Europe/Samara')::date, v.held_on), said.n || ' ' || asked.n, 'visit', v.id
        from visit v
        join (select q.bank, count(*) as n from visit_question q where q.factor_id is null group by q.bank) asked
            on asked.bank = v.bank
        cross join lateral (select count(*) as n from visit_entry e where e.visit_id = v.id and e.field like 'answer:%'
            and coalesce(nullif(e.value->>'choice', ''), nullif(e.value->>'number', ''), nullif(trim(e.value->>'text'), ''))
                is not null) said
        where v.state in ('submitted', 'approved') and said.n * 2 < asked.n
    """,
    "problem_without_agreement": """
        select 'visit_finding', d.id, d.school_id, null::uuid, 'Проблема «' || left(d.text, 80) || '»',
            'Замечено ' || to_char(v.held_on, 'DD.MM.YYYY') || ', договорённости по итогам посещения нет.',
            v.held_on, d.text, 'visit', v.id
        from visit_finding d join visit v on v.id = d.visit_id and v.state in ('submitted', 'approved')
        where d.kind = 'problem' and not d.is_withdrawn
            and not exists (select from action_point a where a.visit_id = d.visit_id and a.state <> 'cancelled'
                and (a.factor_id = d.factor_id or num_nonnulls(a.factor_id, d.factor_id) < 2))
    """,
    "visit_dates_disorder": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            concat_ws('; ',
                case when v.held_on > (v.held_recorded_at at time zone 'Europe/Samara')::date then 'записано '
                    || to_char(v.held_recorded_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ', раньше дня посещения' end,
                case when v.held_on > (v.submitted_at at time zone 'Europe/Samara')::date then 'отчёт сдан '
                    || to_char(v.submitted_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || ', раньше посещения' end,
                case when v.approved_on < (v.submitted_at at time zone 'Europe/Samara')::date then 'утверждён '
                    || to_char(v.approved_on, 'DD.MM.YYYY') || ', раньше сдачи' end,
                case when v.medk_marked_on < v.held_on then 'отметка в МЭДК '
                    || to_char(v.medk_marked_on, 'DD.MM.YYYY') || ', раньше посещения' end) || '.',
            v.held_on, concat_ws(' ', v.held_on, v.held_recorded_at, v.submitted_at, v.approved_on, v.medk_marked_on),
            'visit', v.id
        from visit v
        where v.state <> 'cancelled' and (v.held_on > (v.held_recorded_at at time zone 'Europe/Samara')::date
            or v.held_on > (v.submitted_at at time zone 'Europe/Samara')::date
            or v.approved_on < (v.submitted_at at time zone 'Europe/Samara')::date or v.medk_marked_on < v.held_on)
    """,
    "medk_mark_missing": """
        select 'visit', v.id, v.school_id, null::uuid, 'Посещение ' || to_char(v.held_on, 'DD.MM.YYYY'),
            'Отчёт утверждён ' || to_char(v.approved_on, 'DD.MM.YYYY') || ', отметки куратора в МЭДК нет.',
            v.approved_on, v.approved_on::text, 'visit', v.id
        from visit v where v.state = 'approved' and v.medk_marked_on is null and v.approved_on < :today - 7
            and not exists (select from visit o where o.school_id = v.school_id and o.medk_marked_on is not null)
    """,
}
