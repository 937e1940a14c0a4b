import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { getEditionDiffOptions } from '@/api/generated/@tanstack/react-query.gen'
import { printEditionDiff } from '@/api/generated/sdk.gen'
import type { EditionDiffOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { type ChipOption, Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { DiffRows } from './DiffRows'
import type { DiffSearch } from './diffSearch'
import { diffSentence, editionWords, shownRows } from './diffWords'

const route = getRouteApi('/inside/plan/editions/$editionId/diff')

/** «Что изменило распоряжение»: the sentence, then the rows with their words. */
export function DiffPage() {
  const { editionId } = route.useParams()
  const { before } = route.useSearch()
  const diff = useQuery({
    ...getEditionDiffOptions({ path: { edition_id: editionId }, ...(before && { query: { before } }) }),
    // Another comparison is read while this one stays on the screen.
    placeholderData: keepPreviousData,
  })
  if (diff.data) return <Shown diff={diff.data} />
  return (
    <>
      <PageHeader title="Что изменило распоряжение" crumbs={<Crumbs />} />
      {diff.isError ? (
        <ProblemState problem={asProblem(diff.error)} takesFocus onRetry={() => void diff.refetch()} />
      ) : (
        <Loading rows={10} label="Сравниваем редакции" />
      )}
    </>
  )
}

function Shown({ diff }: { diff: EditionDiffOut }) {
  const { before, after, cannot_compare, plan_title } = diff
  const search = route.useSearch()
  return (
    <>
      <PageHeader
        title="Что изменило распоряжение"
        crumbs={<Crumbs />}
        actions={
          <>
            {!cannot_compare && <DownloadDiff diff={diff} />}
            <Button onClick={() => window.print()}>Печать</Button>
          </>
        }
      >
        {`${plan_title}: ${editionWords(after)}${before ? ` в сравнении с: ${editionWords(before)}` : ''}.`}
      </PageHeader>
      {cannot_compare ? (
        <div className={text.stack}>
          <Filters diff={diff} />
          <Note>
            <p>{bound(cannot_compare)}</p>
          </Note>
        </div>
      ) : (
        <div className={text.stack}>
          <p>
            <b>{bound(diffSentence(diff))}</b>
          </p>
          <Filters diff={diff} />
          <Rows diff={diff} show={search.show} />
        </div>
      )}
    </>
  )
}

function Rows({ diff, show }: { diff: EditionDiffOut; show: DiffSearch['show'] }) {
  const rows = shownRows(diff.rows, show)
  const change = useSearchChange()
  if (rows.length > 0) return <DiffRows rows={rows} />
  if (show === undefined) {
    return (
      <EmptyState title="Различий нет">
        Тексты, сроки и порядок строк в обеих редакциях одинаковые.
      </EmptyState>
    )
  }
  return (
    <EmptyState
      title="Таких строк нет"
      action={<Button onClick={() => change({ show: undefined })}>Показать все изменения</Button>}
    >
      Под выбранное условие не подошла ни одна строка.
    </EmptyState>
  )
}

function Filters({ diff }: { diff: EditionDiffOut }) {
  const { show } = route.useSearch()
  const change = useSearchChange()
  const { same, changed, added, removed, rows, others, before, cannot_compare } = diff
  const options: ChipOption<NonNullable<DiffSearch['show']> | 'differ'>[] = [
    { value: 'differ', text: 'Всё, что изменилось', count: shownRows(rows, undefined).length },
    { value: 'changed', text: 'Изменены', count: changed },
    { value: 'added', text: 'Добавлены', count: added },
    { value: 'removed', text: 'Исключены', count: removed },
    { value: 'all', text: 'Все строки', count: same + changed + added + removed },
  ]
  const choice = others.length > 0 && (
    <SelectChip
      label="Сравнить с"
      isFilter={false}
      options={others.map((edition) => ({
        value: edition.id,
        text: editionWords(edition),
        short: `редакцией ${edition.number}`,
      }))}
      chosen={before?.id ?? ''}
      onChoose={(id) => change({ before: id })}
    />
  )
  if (cannot_compare) return choice ? <p data-noprint>{choice}</p> : null
  return (
    <Chips
      label="Какие строки показать"
      options={options}
      chosen={show ?? 'differ'}
      onChoose={(value) => change({ show: value === 'differ' ? undefined : value })}
    >
      {choice}
    </Chips>
  )
}

function DownloadDiff({ diff: { before, after } }: { diff: EditionDiffOut }) {
  return (
    <Download
      what={`сравнение редакции ${after.number}`}
      load={() =>
        downloadFile((asFile) =>
          printEditionDiff({
            path: { edition_id: after.id },
            query: before ? { before: before.id } : {},
            ...asFile,
          }),
        )
      }
    >
      Скачать DOCX
    </Download>
  )
}

/** Puts a change into the address; the page does not jump. */
function useSearchChange() {
  const navigate = route.useNavigate()
  return (change: Partial<DiffSearch>) =>
    void navigate({ search: (before) => ({ ...before, ...change }), resetScroll: false })
}

function Crumbs() {
  return (
    <>
      <Link to="/plan">Дорожная карта</Link> / <Link to="/plan/editions">Редакции</Link>
    </>
  )
}
