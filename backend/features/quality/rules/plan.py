"""Rules about the plan in force and what is reported on its rows."""

PLAN = {
    "row_without_responsible": """
        select 'activity', r.id, null::uuid, r.office_id, r.row_label, 'Не назван ни один ответственный исполнитель.',
            r.effective_on, r.responsible_source, 'activity', r.id
        from row_in_force r
        where not exists (select from activity_party p where p.activity_id = r.id and p.part = 'responsible')
    """,
    "row_without_result": """
        select 'activity', r.id, null::uuid, r.office_id, r.row_label,
            'Не указаны ни итоговый документ, ни ожидаемый результат.',
            r.effective_on, '', 'activity', r.id
        from row_in_force r
        where coalesce(trim(r.result_document), '') = '' and coalesce(trim(r.expected_result), '') = ''
    """,
    "row_without_window": """
        select 'activity', r.id, null::uuid, r.office_id, r.row_label,
            'Срок «' || r.term_source || '» не переведён в даты: строка не попадает ни в календарь, ни в просроченные.',
            r.effective_on, r.term_source, 'activity', r.id
        from row_in_force r
        where not exists (select from activity_window w where w.activity_id = r.id)
    """,
    "percent_without_predicate": """
        select 'activity', r.id, null::uuid, r.office_id, r.row_label,
            'В тексте стоит доля: «' || left(coalesce(r.expected_result, r.title), 160) || '», а правила счёта нет.',
            r.effective_on, coalesce(r.expected_result, '') || r.title, 'activity', r.id
        from row_in_force r
        where r.title || ' ' || coalesce(r.expected_result, '') ~ '[0-9][\\s\\u00a0]*%'
            and not exists (select from expected_result x where x.activity_id = r.id and x.is_explicit)
    """,
    "window_outside_period": """
        select 'activity', r.id, null::uuid, r.office_id, r.row_label,
            'Срок до ' || to_char(max(w.ends_on), 'DD.MM.YYYY') || ', план действует с '
                || to_char(r.period_start, 'DD.MM.YYYY') || ' по ' || to_char(r.period_end, 'DD.MM.YYYY') || '.',
            r.effective_on, string_agg(w.ends_on::text, ' ' order by w.slot), 'activity', r.id
        from row_in_force r join activity_window w on w.activity_id = r.id
        where w.ends_on > r.period_end or w.ends_on < r.period_start
        group by r.id, r.office_id, r.row_label, r.period_start, r.period_end, r.effective_on
    """,
    "question_open": """
        select 'author_question', q.id, null::uuid, r.office_id, r.row_label,
            'Вопрос от ' || to_char(q.asked_on, 'DD.MM.YYYY') || ' без ответа: ' || rtrim(q.short_text, '.?') || '.',
            q.asked_on, q.text, 'activity', r.id
        from row_in_force r join author_question q on q.activity_id = r.id
        where coalesce(trim(q.answer), '') = '' and q.asked_on < :today - 14
    """,
    "accepted_without_evidence": """
        select 'occurrence', o.id, o.school_id, case when o.school_id is null then r.office_id end, r.row_label,
            'Исполнение принято, выполнено ' || to_char(o.done_on, 'DD.MM.YYYY') || ', итоговый документ «'
                || left(r.result_document, 120) || '» не приложен.',
            o.done_on, r.result_document || o.done_on, 'activity', r.id
        from row_in_force r join occurrence o on o.lineage_id = r.lineage_id and o.state = 'accepted'
        where r.result_document is not null
            and not exists (select from evidence v where v.state = 'accepted' and v.lineage_id = r.lineage_id
                and v.school_id is not distinct from o.school_id and coalesce(v.slot, o.slot) = o.slot)
            and not exists (select from expected_result x join fact_kind k on k.code = any (x.facts)
                join evidence v on v.fact_kind_id = k.id and v.state = 'accepted' and v.school_id = o.school_id
                where x.activity_id = r.id)
            and not exists (select from expected_result x join fact_kind k on k.code = any (x.facts) and k.is_derived
                where x.activity_id = r.id)
    """,
    "evidence_waits": """
        select 'evidence', v.id, v.school_id, case when v.school_id is null then home.office_id end,
            k.title || ', ' || to_char(v.occurred_on, 'DD.MM.YYYY'),
            'Подтверждение ждёт решения с ' || to_char(v.recorded_at at time zone 'Europe/Samara', 'DD.MM.YYYY') || '.',
            (v.recorded_at at time zone 'Europe/Samara')::date, v.recorded_at::text,
            case when r.id is null then 'school' else 'activity' end, coalesce(r.id, v.school_id)
        from evidence v join fact_kind k on k.id = v.fact_kind_id
        left join row_in_force r on r.lineage_id = v.lineage_id
        left join lateral (select p.office_id from lineage l join plan p on p.id = l.plan_id where l.id = v.lineage_id)
            home on true
        where v.state = 'submitted' and (v.recorded_at at time zone 'Europe/Samara')::date < :today - 7
            and (v.school_id is not null or home.office_id is not null)
    """,
    "deadline_moved_often": """
        select 'reschedule', (array_agg(t.id order by t.recorded_at desc, t.id desc))[1], t.school_id,
            case when t.school_id is null then r.office_id end, r.row_label,
            'Переносов срока: ' || count(*) || ', с ' || to_char(min(t.from_on), 'DD.MM.YYYY')
                || ' до ' || to_char(max(t.to_on), 'DD.MM.YYYY') || '.',
            max((t.recorded_at at time zone 'Europe/Samara')::date), count(*)::text, 'activity', r.id
        from row_in_force r join reschedule t on t.lineage_id = r.lineage_id
        group by r.id, r.office_id, r.row_label, t.slot, t.school_id
        having count(*) > 2
    """,
    "fact_before_project": """
        select 'evidence', v.id, v.school_id, null::uuid, k.title || ', ' || to_char(v.occurred_on, 'DD.MM.YYYY'),
            'Факт датирован ' || to_char(v.occurred_on, 'DD.MM.YYYY') || ', проект начался '
                || to_char(e.project_start, 'DD.MM.YYYY') || '.',
            (v.recorded_at at time zone 'Europe/Samara')::date, v.occurred_on::text,
            case when r.id is null then 'school' else 'activity' end, coalesce(r.id, v.school_id)
        from evidence v join fact_kind k on k.id = v.fact_kind_id
        join member m on m.school_id = v.school_id
        join edition e on e.plan_id = m.plan_id and e.state = 'in_force'
        left join row_in_force r on r.lineage_id = v.lineage_id
        where v.state in ('submitted', 'accepted') and v.occurred_on < e.project_start
            and (k.code in (select d.fact from due d) or r.id is not null and r.number like '500+%')
    """,
    "evidence_from_future": """
        select 'evidence', v.id, v.school_id, case when v.school_id is null then home.office_id end,
            k.title || ', ' || to_char(v.occurred_on, 'DD.MM.YYYY'),
            'Записано ' || to_char(v.recorded_at at time zone 'Europe/Samara', 'DD.MM.YYYY')
                || ', а событие датировано ' || to_char(v.occurred_on, 'DD.MM.YYYY') || '.',
            (v.recorded_at at time zone 'Europe/Samara')::date, v.occurred_on::text,
            case when r.id is null then 'school' else 'activity' end, coalesce(r.id, v.school_id)
        from evidence v join fact_kind k on k.id = v.fact_kind_id
        left join row_in_force r on r.lineage_id = v.lineage_id
        left join lateral (select p.office_id from lineage l join plan p on p.id = l.plan_id where l.id = v.lineage_id)
            home on true
        where v.state in ('submitted', 'accepted')
            and v.occurred_on > (v.recorded_at at time zone 'Europe/Samara')::date
            and (v.school_id is not null or home.office_id is not null)
    """,
}
