import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { createDraftMutation, getDraftQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import type { DraftRefOut, EditionOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate, formatInstant } from '@/lib/dates'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button, buttonClass } from '@/ui/Button'
import { cell, DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { ActFile } from './ActFile'
import { CopyPlan } from './CopyPlan'
import { DownloadEdition } from './DownloadEdition'
import styles from './PlanEditions.module.css'
import { actWords, ROWS, stateOf } from './words'

interface PlanEditionsProps {
  plan: PlanOut
  drafts: readonly DraftRefOut[]
  takenCodes: readonly string[]
  mayManage: boolean
}

const COLUMNS = [
  { key: 'number', title: '№' },
  { key: 'act', title: 'Распоряжение' },
  { key: 'state', title: 'Состояние', className: styles.state },
  { key: 'file', title: 'Файл распоряжения', className: styles.file },
  { key: 'plan', title: 'План', className: styles.plan },
]

export function PlanEditions(props: PlanEditionsProps) {
  const { plan, drafts, mayManage } = props
  const editions = plan.editions.toSorted((a, b) => b.number - a.number)
  return (
    <Box title={plan.title} isFlush>
      <div className={styles.head}>
        {drafts.map((draft) => (
          <Draft key={draft.edition_id} draft={draft} />
        ))}
        {mayManage && <Actions {...props} />}
      </div>
      {editions.length > 0 && (
        <DataTable caption={`Редакции: ${plan.title}`} columns={COLUMNS} narrow="cards" minWidth="medium">
          <tbody>
            {editions.map((edition) => (
              <Row key={edition.id} edition={edition} mayManage={mayManage} />
            ))}
          </tbody>
        </DataTable>
      )}
    </Box>
  )
}

function Draft({ draft }: { draft: DraftRefOut }) {
  const { edition_id, number, rows, changed_at, changed_by } = draft
  const who = changed_by ? `, ${changed_by}` : ''
  return (
    <p className={text.baseline}>
      <Status kind="run" text={`Черновик редакции ${number}:`} />
      <span>{bound(`${counted(rows, ROWS)}, сохранён ${formatInstant(changed_at)}${who}`)}</span>
      <Link
        to="/plan/drafts/$editionId"
        params={{ editionId: edition_id }}
        className={buttonClass({ look: 'primary', size: 'small' })}
      >
        Продолжить черновик
      </Link>
    </p>
  )
}

function Actions({ plan, drafts, takenCodes }: PlanEditionsProps) {
  const [isCopying, setCopying] = useState(false)
  const navigate = useNavigate()
  const queries = useQueryClient()
  const start = useMutation({
    ...createDraftMutation(),
    onSuccess: (draft) => {
      queries.setQueryData(getDraftQueryKey({ path: { edition_id: draft.edition_id } }), draft)
      void queries.invalidateQueries()
      void navigate({ to: '/plan/drafts/$editionId', params: { editionId: draft.edition_id } })
    },
  })
  const problem = start.error && !start.isPending ? asProblem(start.error) : null
  const whole = plan.editions.filter(({ has_rows }) => has_rows)
  const latest = whole.find(({ state }) => state === 'in_force') ?? whole.at(-1)
  return (
    <>
      {problem && (
        <ErrorState
          title={problem.title}
          text={problem.text}
          supportNumber={problem.supportNumber}
          headingLevel={3}
        />
      )}
      {drafts.length > 0 && latest && (
        <WhyDisabled why="Черновик следующей редакции уже есть: продолжите его или откажитесь от него.">
          {['Начать новую редакцию', 'Загрузить новую редакцию из файла']}
        </WhyDisabled>
      )}
      <div className={text.row} data-noprint>
        {latest && drafts.length === 0 && (
          <Button
            aria-disabled={start.isPending || undefined}
            onClick={() => start.isPending || start.mutate({ path: { plan_id: plan.id }, body: {} })}
          >
            {start.isPending ? 'Создаём черновик' : 'Начать новую редакцию'}
          </Button>
        )}
        {drafts.length === 0 && (
          <Link to="/plan/imports/new" search={{ plan: plan.id }} className={buttonClass()}>
            Загрузить новую редакцию из файла
          </Link>
        )}
        {latest && <Button onClick={() => setCopying(true)}>Скопировать план на следующий год</Button>}
      </div>
      {latest && (
        <CopyPlan
          plan={plan}
          edition={latest}
          takenCodes={takenCodes}
          isOpen={isCopying}
          onClose={() => setCopying(false)}
        />
      )}
    </>
  )
}

function Row({ edition, mayManage }: { edition: EditionOut; mayManage: boolean }) {
  const { id, number, act, state, effective_on, has_rows } = edition
  const { kind, text: words } = stateOf(state)
  return (
    <tr>
      <td className={cell.number} data-label="№">
        <span>{number}</span>
      </td>
      <th scope="row">
        {bound(capital(actWords(act)))}
        <span className={cell.who}>{bound(act.title)}</span>
        {act.signed_by && <span className={cell.who}>{bound(`Подписал: ${act.signed_by}`)}</span>}
      </th>
      <td data-label="Состояние">
        <div>
          <Status kind={kind} text={words} />
          <span className={cell.who}>с&nbsp;{formatDate(effective_on)}</span>
        </div>
      </td>
      <td data-label="Файл распоряжения">
        <ActFile
          editionId={id}
          number={number}
          fileName={act.file_name}
          mayAttach={mayManage && act.file_name === null}
        />
      </td>
      <td data-label="План">
        {has_rows ? (
          <div className={text.stack}>
            <span className={text.row}>
              <Link to="/plan" search={{ edition: id }}>
                Читать
              </Link>
              <Link to="/plan/editions/$editionId/diff" params={{ editionId: id }}>
                Что изменилось
              </Link>
            </span>
            <DownloadEdition editionId={id} what={`редакция ${number}`} size="small" />
          </div>
        ) : (
          <span className={text.dim}>тексты не загружены</span>
        )}
      </td>
    </tr>
  )
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
