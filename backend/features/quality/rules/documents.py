"""Rules about documents of schools."""

DOCUMENTS = {
    "document_missing": """
        select 'school_document_kind', md5(m.school_id::text || q.id)::uuid, m.school_id, null::uuid, k.title,
            'Срок был ' || to_char(q.due_on, 'DD.MM.YYYY') || ', документ не представлен.',
            q.due_on + 1, q.due_on::text, 'school_documents', m.school_id
        from member m join required_document q on q.due_on < :today and q.due_on >= m.joined_on
        join document_kind k on k.id = q.kind_id
        where not exists (select from school_document d where d.school_id = m.school_id and d.kind_id = q.kind_id
            and d.cycle = q.cycle and d.first_submitted_on is not null)
    """,
    "document_due_soon": """
        select 'school_document_kind', md5(m.school_id::text || q.id)::uuid, m.school_id, null::uuid, k.title,
            'Срок ' || to_char(q.due_on, 'DD.MM.YYYY') || ', документ не представлен.',
            q.due_on - 3, q.due_on::text, 'school_documents', m.school_id
        from member m join required_document q on q.due_on between :today and :today + 3
        join document_kind k on k.id = q.kind_id
        where not exists (select from school_document d where d.school_id = m.school_id and d.kind_id = q.kind_id
            and d.cycle = q.cycle and d.first_submitted_on is not null)
    """,
    "returned_not_answered": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'Возвращён ' || to_char(last.decided_on, 'DD.MM.YYYY') || ', новой версии нет.',
            last.decided_on, last.decided_on::text, 'document', d.id
        from school_document d join lateral (
            select max((r.decided_at at time zone 'Europe/Samara')::date) as decided_on from document_review r
            where r.document_id = d.id and r.verdict = 'returned'
        ) last on last.decided_on < :today - 14
        where d.state = 'returned'
    """,
    "document_waits_review": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'На проверке с ' || to_char(asked.on_day, 'DD.MM.YYYY') || '.', asked.on_day, asked.on_day::text, 'document', d.id
        from school_document d join lateral (
            select coalesce(max((s.at at time zone 'Europe/Samara')::date), d.first_submitted_on) as on_day
            from document_step s where s.document_id = d.id and s.to_state = 'submitted'
        ) asked on asked.on_day < :today - 5
        where d.state in ('submitted', 'under_review')
    """,
    "version_unreadable": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'В версии ' || v.number || ' («' || v.file_name || '») '
                || case v.text_state when 'empty' then 'нет текста: похоже на скан' else 'текст не читается' end || '.',
            (v.uploaded_at at time zone 'Europe/Samara')::date, v.file_sha256, 'document', d.id
        from school_document d join newest_version v on v.document_id = d.id and v.text_state in ('empty', 'unreadable')
        where d.state <> 'archived'
    """,
    "headings_missing": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'В тексте версии ' || v.number || ' не нашлось: ' || string_agg(h.word || '…', ', ' order by h.place) || '.',
            max((v.uploaded_at at time zone 'Europe/Samara')::date), v.file_sha256 || string_agg(h.word, ' ' order by h.place),
            'document', d.id
        from school_document d join document_kind k on k.id = d.kind_id
        join newest_version v on v.document_id = d.id and v.text_state = 'read'
        cross join unnest(k.headings) with ordinality as h (word, place)
        where d.state <> 'archived' and position(h.word in lower(v.body_text)) = 0
        group by d.id, v.number, v.file_sha256
    """,
    "approved_not_placed": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'Утверждён ' || to_char(d.approved_on, 'DD.MM.YYYY') || ', не размещён.',
            d.approved_on, d.approved_on::text, 'document', d.id
        from school_document d join required_document q on q.cycle = d.cycle and q.kind_id = d.kind_id
        where d.state = 'approved' and d.approved_on < :today - 14
    """,
    "document_duplicate": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'Похож на документ «' || min(o.title) || '» того же вида.',
            (d.recorded_at at time zone 'Europe/Samara')::date, string_agg(o.id::text, ' ' order by o.id), 'document', d.id
        from school_document d join document_kind k on k.id = d.kind_id
        join school_document o on o.school_id = d.school_id and o.kind_id = d.kind_id and o.cycle = d.cycle
            and o.factor_id is not distinct from d.factor_id and o.state <> 'archived'
            and (o.recorded_at, o.id) < (d.recorded_at, d.id)
            and (not k.is_many or regexp_replace(translate(lower(o.title), 'ё', 'е'), '[^а-яa-z0-9]', '', 'g')
                = regexp_replace(translate(lower(d.title), 'ё', 'е'), '[^а-яa-z0-9]', '', 'g'))
        where d.state <> 'archived'
        group by d.id
    """,
    "accepted_before_prerequisite": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'Утверждён ' || to_char(d.approved_on, 'DD.MM.YYYY') || ', раньше, чем: '
                || string_agg(first.title, ', ' order by first.position) || '.',
            d.approved_on, d.approved_on || string_agg(first.code, ' ' order by first.code), 'document', d.id
        from school_document d join document_kind k on k.id = d.kind_id
        join document_kind first on first.code = any (k.requires)
        where d.approved_on is not null and d.state <> 'archived'
            and not exists (select from school_document o where o.school_id = d.school_id and o.cycle = d.cycle
                and o.kind_id = first.id and o.approved_on <= d.approved_on)
        group by d.id
    """,
    "document_dates_disorder": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            concat_ws('; ', case when d.first_reviewed_on < d.first_submitted_on then 'проверен '
                    || to_char(d.first_reviewed_on, 'DD.MM.YYYY') || ', раньше, чем представлен' end,
                case when d.approved_on < d.first_submitted_on then 'утверждён ' || to_char(d.approved_on, 'DD.MM.YYYY')
                    || ', раньше, чем представлен (' || to_char(d.first_submitted_on, 'DD.MM.YYYY') || ')' end,
                case when d.published_on < d.approved_on then 'размещён ' || to_char(d.published_on, 'DD.MM.YYYY')
                    || ', раньше, чем утверждён (' || to_char(d.approved_on, 'DD.MM.YYYY') || ')' end) || '.',
            coalesce(d.approved_on, d.first_reviewed_on),
            concat_ws(' ', d.first_submitted_on, d.first_reviewed_on, d.approved_on, d.published_on), 'document', d.id
        from school_document d
        where d.state <> 'archived' and (d.first_reviewed_on < d.first_submitted_on
            or d.approved_on < d.first_submitted_on or d.published_on < d.approved_on)
    """,
    "remarks_unanswered": """
        select 'school_document', d.id, d.school_id, null::uuid, d.title,
            'Новая версия представлена, без ответа остались замечания: ' || count(*) || '.',
            max((r.decided_at at time zone 'Europe/Samara')::date), count(*) || r.id::text, 'document', d.id
        from school_document d join lateral (
            select w.id, w.decided_at from document_review w where w.document_id = d.id
            order by w.decided_at desc, w.id desc limit 1
        ) r on true
        join document_remark n on n.review_id = r.id and coalesce(trim(n.answer), '') = ''
        where d.state in ('submitted', 'under_review')
        group by d.id, r.id
    """,
}
