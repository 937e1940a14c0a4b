"""Rules about results of assessments."""

RESULTS = {
    "results_of_closed_school": """
        select 'protocol', r.id, r.school_id, null::uuid,
            j.short_name || ', ' || w.grade || ' класс, ' || to_char(w.written_on, 'DD.MM.YYYY'),
            'Работа написана ' || to_char(w.written_on, 'DD.MM.YYYY') || ', школа закрыта с '
                || to_char(s.active_to, 'DD.MM.YYYY') || '.',
            (r.recorded_at at time zone 'Europe/Samara')::date, r.content_hash || s.active_to, 'school_results', r.school_id
        from protocol r join work w on w.id = r.work_id join subject j on j.id = w.subject_id
        join school s on s.id = r.school_id
        where r.state = 'current' and w.written_on > s.active_to
    """,
    "results_exceed_classes": """
        select 'protocol', r.id, r.school_id, null::uuid, j.short_name || ', ' || w.grade || ' класс, ' || w.year || ' год',
            'Участников с отметкой ' || r.participants || ', обучающихся в параллели ' || c.pupils || '.',
            (r.recorded_at at time zone 'Europe/Samara')::date, r.participants || ' ' || c.pupils, 'school_results', r.school_id
        from protocol r join work w on w.id = r.work_id join subject j on j.id = w.subject_id
        join (select n.school_id, n.academic_year, n.grade, sum(n.pupils) as pupils from school_class n
            group by n.school_id, n.academic_year, n.grade) c on c.school_id = r.school_id and c.grade = w.grade
            and c.academic_year = case when w.wave = 'autumn' then w.year else w.year - 1 end
        where r.state = 'current' and r.participants > c.pupils
    """,
    "upload_undecided": """
        select 'upload', u.id, u.school_id, case when u.school_id is null then u.office_id end,
            'Загрузка № ' || u.number || ', ' || u.filename,
            'Файл проверен ' || to_char(u.screened_at at time zone 'Europe/Samara', 'DD.MM.YYYY')
                || ', результаты не записаны и не отменены.',
            (u.screened_at at time zone 'Europe/Samara')::date, u.sha256, 'upload', u.id
        from upload u
        where u.state = 'screened' and (u.screened_at at time zone 'Europe/Samara')::date < :today - 7
            and num_nonnulls(u.school_id, u.office_id) > 0
    """,
}
