import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { useRef, useState } from 'react'
import { listFindingsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { FindingOut, QualityOut } from '@/api/generated/types.gen'
import { momentOf, useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { formatTime } from '@/lib/dates'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Dialog } from '@/ui/Dialog'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { DismissForm } from './DismissForm'
import { Groups } from './Groups'
import styles from './Quality.module.css'
import { QualityFilters } from './QualityFilters'
import { isNarrowed, type QualitySearch } from './qualitySearch'
import { RULES, summaryOf } from './words'

const route = getRouteApi('/inside/support/quality')
const TITLE = 'Качество данных'

/** What contradicts itself or is missing: by severity and rule, with age and owner. */
export function QualityPage() {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const { school, ...asked } = search
  const { data, error, refetch } = useQuery({
    ...listFindingsOptions({ query: { ...asked, school_id: school } }),
    placeholderData: keepPreviousData,
  })
  const change = (to: QualitySearch) =>
    void navigate({ search: (before) => ({ ...before, rule: undefined, ...to }), resetScroll: false })
  if (!data) {
    return (
      <>
        <PageHeader title={TITLE} />
        {error ? (
          <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
        ) : (
          <Loading rows={6} label="Проверяем данные" />
        )}
      </>
    )
  }
  return (
    <>
      <PageHeader title={TITLE}>
        {bound(summaryOf(data, search.dismissed === true))} Исправленное исчезает само.
      </PageHeader>
      <QualityFilters found={data} search={search} onChange={change} />
      {(search.school || search.rule) && (
        <p className={styles.narrowed}>
          {search.rule && 'Показано одно правило. '}
          {search.school && 'Показана одна школа. '}
          <Link to="/support/quality" search={{ ...search, school: undefined, rule: undefined }}>
            Показать всё
          </Link>
        </p>
      )}
      <Found found={data} search={search} />
    </>
  )
}

function Found({ found, search }: { found: QualityOut; search: QualitySearch }) {
  const me = useMe()
  const [isOpen, setOpen] = useState(false)
  // Kept while the dialog is being closed: it must not go blank.
  const [dismissing, setDismissing] = useState<FindingOut | null>(null)
  const [saved, setSaved] = useState<string | null>(null)
  const savedLine = useRef<HTMLParagraphElement>(null)
  const settle = (what: string) => {
    setOpen(false)
    setSaved(`Сохранено в\u00a0${formatTime(momentOf(me))}: ${what}`)
    // The button that was pressed is gone with its finding: the focus must not be lost.
    savedLine.current?.focus()
  }
  return (
    <>
      <p ref={savedLine} role="status" tabIndex={-1} className={styles.saved}>
        {saved && <Status kind="ok" text={saved} />}
      </p>
      {found.groups.length > 0 ? (
        <div className={text.stackWide}>
          <Groups
            groups={found.groups}
            search={search}
            onDismiss={(finding) => {
              setDismissing(finding)
              setSaved(null)
              setOpen(true)
            }}
            onSaved={settle}
          />
        </div>
      ) : (
        <Nothing found={found} search={search} />
      )}
      <Dialog title="Отклонить замечание" isOpen={isOpen} onClose={() => setOpen(false)}>
        {dismissing && <DismissForm finding={dismissing} onSaved={settle} />}
      </Dialog>
    </>
  )
}

function Nothing({ found: { checked }, search }: { found: QualityOut; search: QualitySearch }) {
  if (search.dismissed) {
    return (
      <EmptyState title="Отклонённых замечаний нет">Здесь видно, кто, когда и почему их отклонил.</EmptyState>
    )
  }
  const rules = counted(checked, RULES)
  return (
    <EmptyState
      title={`Проверено: ${rules}, замечаний нет`}
      action={
        isNarrowed(search) && (
          <Link to="/support/quality" search={{}}>
            Показать все замечания
          </Link>
        )
      }
    >
      {isNarrowed(search)
        ? 'По этому отбору всё в порядке.'
        : 'План, школы, назначения, посещения, профили, документы, программы, договорённости и результаты не противоречат друг другу.'}
    </EmptyState>
  )
}
