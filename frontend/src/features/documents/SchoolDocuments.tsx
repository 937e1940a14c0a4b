import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { getSchoolDocumentsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { DocumentBriefOut, SchoolDocumentsOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Chips } from '@/ui/Chips'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Documents.module.css'
import { NewDocumentForm, type Wanted } from './NewDocumentForm'
import { factsOf, KIND_OF_STATE, lineOf } from './words'

/** Documents of one school: the set the programme asks for, what is missing, everything else. */
export function SchoolDocuments({ schoolId }: { schoolId: string }) {
  const [cycle, setCycle] = useState<number | undefined>()
  const { data, error, refetch } = useQuery(
    getSchoolDocumentsOptions({ path: { school_id: schoolId }, query: { cycle } }),
  )
  if (error) return <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={5} label="Загружаем документы школы" />
  return (
    <>
      {data.cycles.length > 1 && (
        <Chips
          label="Год программы"
          options={data.cycles.map((year) => ({ value: String(year), text: String(year) }))}
          chosen={String(data.cycle)}
          onChoose={(year) => setCycle(Number(year))}
        />
      )}
      <Sets key={data.cycle} school={data} />
    </>
  )
}

function Sets({ school }: { school: SchoolDocumentsOut }) {
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const [isSaved, setSaved] = useState(false)
  const canAdd = school.allowed_actions.includes('create')
  const ask = (kind: string, factor: string) => {
    setSaved(false)
    setWanted({ kind, factor })
  }
  const form = wanted && (
    <NewDocumentForm
      key={`${wanted.kind} ${wanted.factor}`}
      school={school}
      wanted={wanted}
      onClose={() => setWanted(null)}
      onSaved={() => {
        setWanted(null)
        setSaved(true)
      }}
    />
  )
  return (
    <>
      <Box
        title={`Обязательные документы ${school.cycle} года`}
        meta={`утверждено ${school.required_done} из ${school.required.length}`}
      >
        {school.required.length === 0 && (
          <p className={text.sub}>Программа этого года обязательных документов не называет.</p>
        )}
        <ul className={styles.list}>
          {school.required.map((slot) => {
            const id = `${slot.kind} ${slot.factor_id ?? ''}`
            const isAsked = wanted?.kind === slot.kind && wanted.factor === (slot.factor_id ?? '')
            return (
              <li key={id}>
                <p className={text.row}>
                  <b>{bound(slot.kind_title)}</b>
                  {slot.factor_name && <span>{bound(slot.factor_name)}</span>}
                  <span className={text.meta}>
                    {slot.due_on ? `до ${formatDate(slot.due_on)}` : 'срок не назван'}
                    {slot.plan_row && ` · строка ${slot.plan_row}`}
                  </span>
                </p>
                {slot.documents.length === 0 ? (
                  <p className={text.row}>
                    <Status
                      kind={slot.is_overdue ? 'late' : 'idle'}
                      text={slot.is_overdue ? 'нет документа, срок прошёл' : 'нет документа'}
                    />
                    {slot.remark && <span className={text.meta}>{slot.remark}</span>}
                    {canAdd && !isAsked && (
                      <Button
                        size="small"
                        aria-label={`Добавить: ${slot.kind_title} ${slot.factor_name ?? ''}`.trim()}
                        onClick={() => ask(slot.kind, slot.factor_id ?? '')}
                      >
                        Добавить
                      </Button>
                    )}
                  </p>
                ) : (
                  <Documents items={slot.documents} isOverdue={slot.is_overdue} />
                )}
                {isAsked && form}
              </li>
            )
          })}
        </ul>
      </Box>
      <Box
        title="Другие документы"
        meta={school.others.length}
        aside={
          canAdd &&
          wanted?.kind !== '' && (
            <Button size="small" onClick={() => ask('', '')}>
              Добавить документ
            </Button>
          )
        }
      >
        {school.others.length === 0 && <p className={text.sub}>Других документов пока нет.</p>}
        <Documents items={school.others} isOverdue={false} />
        {wanted?.kind === '' && form}
      </Box>
      <p role="status">
        {isSaved && <Status kind="ok" text="Документ добавлен. Откройте его, чтобы отправить" />}
      </p>
    </>
  )
}

function Documents({ items, isOverdue }: { items: readonly DocumentBriefOut[]; isOverdue: boolean }) {
  if (items.length === 0) return null
  return (
    <ul className={styles.inner}>
      {items.map((document) => (
        <li key={document.id}>
          <p className={text.row}>
            <Link to="/documents/$documentId" params={{ documentId: document.id }}>
              {bound(document.title)}
            </Link>
            <Status kind={KIND_OF_STATE[document.state]} text={document.state_words} />
            {isOverdue && <Status kind="late" text="срок прошёл" />}
            {document.open_remarks > 0 && (
              <Status kind="ask" text={`замечаний без ответа: ${document.open_remarks}`} />
            )}
          </p>
          <p className={text.meta}>{[lineOf(document), ...factsOf(document)].join(' · ')}</p>
        </li>
      ))}
    </ul>
  )
}
