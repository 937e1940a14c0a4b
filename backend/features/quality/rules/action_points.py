"""Rules about what was agreed at visits."""

ACTION_POINTS = {
    "agreement_overdue": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            coalesce('Исполнитель ' || p.full_name || ', срок', 'Срок') || ' был ' || to_char(a.due_on, 'DD.MM.YYYY') || '.',
            a.due_on + 1, a.due_on::text, 'school_action_points', a.school_id
        from action_point a left join person p on p.id = a.assignee_id
        where a.state = 'open' and a.due_on < :today
    """,
    "agreement_without_evidence": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            'Отмечена выполненной ' || to_char(a.done_on, 'DD.MM.YYYY') || ', чем подтверждается, не сказано.',
            a.done_on, coalesce(a.evidence_text, ''), 'school_action_points', a.school_id
        from action_point a
        where a.state in ('done', 'verified') and a.file_sha256 is null and length(trim(a.evidence_text)) < 3
    """,
    "agreement_not_verified": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            'Выполнена ' || to_char(a.done_on, 'DD.MM.YYYY') || ', не проверена.',
            a.done_on, a.done_on::text, 'school_action_points', a.school_id
        from action_point a where a.state = 'done' and a.done_on < :today - 7
    """,
    "agreement_dates_disorder": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            concat_ws('; ', case when a.due_on < agreed.on_day then 'срок ' || to_char(a.due_on, 'DD.MM.YYYY')
                    || ' раньше, чем договорились (' || to_char(agreed.on_day, 'DD.MM.YYYY') || ')' end,
                case when a.done_on < agreed.on_day then 'выполнена ' || to_char(a.done_on, 'DD.MM.YYYY')
                    || ', раньше, чем договорились (' || to_char(agreed.on_day, 'DD.MM.YYYY') || ')' end) || '.',
            agreed.on_day, concat_ws(' ', a.due_on, a.done_on, agreed.on_day), 'school_action_points', a.school_id
        from action_point a left join visit v on v.id = a.visit_id
        cross join lateral (select coalesce(v.held_on, (a.recorded_at at time zone 'Europe/Samara')::date) as on_day) agreed
        where a.state <> 'cancelled' and (a.due_on < agreed.on_day or a.done_on < agreed.on_day)
    """,
    "agreement_not_checked": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            'Открыта, а на посещении ' || to_char(later.held_on, 'DD.MM.YYYY') || ' её не проверили.',
            later.held_on, later.id::text, 'visit', later.id
        from action_point a join lateral (
            select v.id, v.held_on from visit v where v.school_id = a.school_id and v.state in ('submitted', 'approved')
            order by v.held_on desc, v.id desc limit 1
        ) later on later.id is distinct from a.visit_id
        left join visit origin on origin.id = a.visit_id
        where a.state = 'open'
            and coalesce(origin.held_on, (a.recorded_at at time zone 'Europe/Samara')::date) < later.held_on
            and not exists (select from action_point_check c where c.action_point_id = a.id and c.visit_id = later.id)
    """,
    "assignee_left": """
        select 'action_point', a.id, a.school_id, null::uuid, 'Договорённость «' || left(a.text, 80) || '»',
            'Исполнитель ' || p.full_name || ' уволен ' || to_char(p.dismissed_on, 'DD.MM.YYYY') || '.',
            p.dismissed_on, p.id || ' ' || p.dismissed_on, 'school_action_points', a.school_id
        from action_point a join person p on p.id = a.assignee_id
        where a.state = 'open' and p.dismissed_on <= :today
    """,
}
