"""Rules about risk profiles (РПШ)."""

RISK_PROFILES = {
    "survey_missing": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Анкетирование должно было завершиться ' || to_char(d.due_on, 'DD.MM.YYYY') || ', уровней анкеты нет.',
            d.due_on + 1, d.due_on::text, 'school_risk_profile', s.id
        from member m join school s on s.id = m.school_id
        join due d on d.plan_id = m.plan_id and d.fact = 'survey_completed' and d.due_on < :today
        where not exists (select from risk_assessment r where r.school_id = s.id and r.source = 'survey'
            and r.level is not null and r.cycle >= extract(year from d.due_on))
    """,
    "self_assessment_missing": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'Самообследование ждали до ' || to_char(d.due_on, 'DD.MM.YYYY') || ', школа его не отправила.',
            d.due_on + 1, d.due_on::text, 'school_risk_profile', s.id
        from member m join school s on s.id = m.school_id
        join due d on d.plan_id = m.plan_id and d.fact = 'self_assessment_submitted' and d.due_on < :today
        where not exists (select from risk_profile p where p.school_id = s.id and p.self_assessed_at is not null
            and p.cycle >= extract(year from d.due_on))
    """,
    "profile_not_verified": """
        select 'school', s.id, s.id, null::uuid, s.short_name,
            'РПШ должен был быть верифицирован ' || to_char(d.due_on, 'DD.MM.YYYY') || '.',
            d.due_on + 1, d.due_on::text, 'school_risk_profile', s.id
        from member m join school s on s.id = m.school_id
        join due d on d.plan_id = m.plan_id and d.fact = 'risk_profile_verified' and d.due_on < :today
        where not exists (select from risk_profile p where p.school_id = s.id and p.verified_on is not null
            and p.cycle >= extract(year from d.due_on))
    """,
    "levels_differ": """
        select 'risk_profile', p.id, p.school_id, null::uuid, 'РПШ ' || p.cycle || ' года',
            'Без объяснения расходятся факторы: ' || string_agg(by_factor.name, '; ' order by by_factor.position) || '.',
            max(by_factor.said_on), string_agg(by_factor.said, ' ' order by by_factor.position),
            'school_risk_profile', p.school_id
        from risk_profile p join (
            select r.school_id, r.cycle, f.id, f.name, f.position,
                max((r.recorded_at at time zone 'Europe/Samara')::date) as said_on,
                f.code || string_agg(r.source || r.level, '' order by r.source) as said
            from risk_assessment r join risk_factor f on f.id = r.factor_id
            group by r.school_id, r.cycle, f.id
            having count(distinct r.level) > 1
        ) by_factor on by_factor.school_id = p.school_id and by_factor.cycle = p.cycle
        where p.state in ('verification', 'verified', 'locked')
            and not exists (select from risk_verdict v where v.profile_id = p.id and v.factor_id = by_factor.id
                and v.reason is not null)
        group by p.id
    """,
    "verified_without_visit": """
        select 'risk_profile', p.id, p.school_id, null::uuid, 'РПШ ' || p.cycle || ' года',
            'Верифицирован ' || to_char(p.verified_on, 'DD.MM.YYYY') || ', до этого дня ни одного посещения не было.',
            p.verified_on, p.verified_on::text, 'school_risk_profile', p.school_id
        from risk_profile p
        where p.verified_on is not null and not exists (select from visit v where v.school_id = p.school_id
            and v.state <> 'cancelled' and v.held_on <= p.verified_on)
    """,
    "high_not_selected": """
        select 'risk_verdict', v.id, v.school_id, null::uuid, f.name,
            'Высокая значимость подтверждена, направление для работы не выбрано, причина не названа.',
            (v.decided_at at time zone 'Europe/Samara')::date, v.verdict || v.level, 'school_risk_profile', v.school_id
        from risk_verdict v join risk_factor f on f.id = v.factor_id
        where v.verdict in ('confirmed', 'level_changed') and v.level = 'high' and not v.is_selected
            and coalesce(trim(v.reason), '') = ''
    """,
    "directions_out_of_range": """
        select 'risk_profile', p.id, p.school_id, null::uuid, 'РПШ ' || p.cycle || ' года',
            case count(c.verdict_id) when 0 then 'Для работы не выбрано ни одного направления.'
                else 'Выбрано направлений: ' || count(c.verdict_id) || ', больше пяти школа не проведёт.' end,
            p.verified_on, count(c.verdict_id)::text, 'school_risk_profile', p.school_id
        from risk_profile p left join chosen c on c.profile_id = p.id
        where p.verified_on is not null
        group by p.id
        having count(c.verdict_id) not between 1 and 5
    """,
    "verdict_missing": """
        select 'risk_profile', p.id, p.school_id, null::uuid, 'РПШ ' || p.cycle || ' года',
            'Верифицирован без заключения по факторам: ' || string_agg(f.name, '; ' order by f.position) || '.',
            p.verified_on, string_agg(f.code, ' ' order by f.position), 'school_risk_profile', p.school_id
        from risk_profile p join risk_factor f on p.cycle = any (f.editions)
        where p.verified_on is not null
            and not exists (select from risk_verdict v where v.profile_id = p.id and v.factor_id = f.id)
        group by p.id
    """,
    "confirmed_level_differs": """
        select 'risk_verdict', v.id, v.school_id, null::uuid, f.name,
            'Заключение «подтверждён» с одним уровнем, в анкете стоит другой.',
            (v.decided_at at time zone 'Europe/Samara')::date, v.level || r.level, 'school_risk_profile', v.school_id
        from risk_verdict v join risk_factor f on f.id = v.factor_id join risk_profile p on p.id = v.profile_id
        join risk_assessment r on r.school_id = v.school_id and r.cycle = p.cycle and r.factor_id = v.factor_id
            and r.source = 'survey'
        where v.verdict = 'confirmed' and v.level <> r.level and coalesce(trim(v.reason), '') = ''
    """,
    "profile_dates_disorder": """
        select 'risk_profile', p.id, p.school_id, null::uuid, 'РПШ ' || p.cycle || ' года',
            concat_ws('; ',
                case when p.verified_on > :today then 'верифицирован ' || to_char(p.verified_on, 'DD.MM.YYYY')
                    || ', этот день не наступил' end,
                case when p.verified_on < (p.formed_at at time zone 'Europe/Samara')::date then 'верифицирован '
                    || to_char(p.verified_on, 'DD.MM.YYYY') || ', раньше, чем сформирован' end,
                case when least(p.curator_signed_at, p.school_signed_at) < p.formed_at then
                    'подписан раньше, чем сформирован' end) || '.',
            p.verified_on, concat_ws(' ', p.formed_at, p.curator_signed_at, p.school_signed_at, p.verified_on),
            'school_risk_profile', p.school_id
        from risk_profile p
        where p.verified_on is not null and (p.verified_on > :today
            or p.verified_on < (p.formed_at at time zone 'Europe/Samara')::date
            or least(p.curator_signed_at, p.school_signed_at) < p.formed_at)
    """,
}
