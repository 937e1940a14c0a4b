import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import { getPlanImportOptions, listPlansOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { PlanImportOut } from '@/api/generated/types.gen'
import { useJobProgress } from '@/api/job'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { buttonClass } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Progress } from '@/ui/Progress'
import { Status } from '@/ui/Status'
import { Steps } from '@/ui/Steps'
import text from '@/ui/text.module.css'
import { ImportDecision } from './ImportDecision'
import { ImportedRows, rowAnchor } from './ImportedRows'
import { headSentence, stepsOf } from './importWords'

const route = getRouteApi('/inside/plan/imports/$importId')
/** The stream tells of progress at once; this only helps where a proxy swallows streams. */
const LOOK_AGAIN_MS = 3_000

/** One file with a plan on its way to a draft: what was recognised, what is asked, what can be made of it. */
export function PlanImportPage() {
  const { importId } = route.useParams()
  const found = useQuery({
    ...getPlanImportOptions({ path: { import_id: importId } }),
    refetchInterval: ({ state: { data } }) => (data?.state === 'received' ? LOOK_AGAIN_MS : false),
  })
  if (found.isError) {
    return (
      <>
        <PageHeader title="Загрузка плана" crumbs={<Crumbs />} />
        <ProblemState problem={asProblem(found.error)} takesFocus onRetry={() => void found.refetch()} />
      </>
    )
  }
  if (!found.data) {
    return (
      <>
        <PageHeader title="Загрузка плана" crumbs={<Crumbs />} />
        <Loading rows={10} label="Загружаем распознанное" />
      </>
    )
  }
  return <Shown found={found.data} />
}

function Shown({ found }: { found: PlanImportOut }) {
  const { state, file_name, job_id, refusal, heading, plan_id } = found
  const plans = useQuery(listPlansOptions())
  const plan = plans.data?.items.find(({ id }) => id === plan_id)
  const isRead = state === 'recognised' || state === 'drafted'
  return (
    <>
      <PageHeader title={file_name} crumbs={<Crumbs />}>
        {headSentence(found, plan?.title)}
      </PageHeader>
      <Steps label="Ход загрузки" steps={stepsOf(found)} />
      {state === 'received' && (job_id ? <JobProgress key={job_id} jobId={job_id} /> : <Waiting />)}
      {state === 'refused' && <Refused why={refusal} planId={plan_id} />}
      {isRead && (
        <div className={text.stackWide}>
          {heading && (
            <p className={text.measure}>
              Заголовок в файле: <b>{heading}</b>
            </p>
          )}
          <Remarks found={found} />
          <ImportDecision found={found} plans={plans.data?.items ?? []} />
          <ImportedRows found={found} />
        </div>
      )}
    </>
  )
}

function JobProgress({ jobId }: { jobId: string }) {
  const job = useJobProgress(jobId)
  return <Progress label={job?.progress_text || 'Ждёт очереди'} percent={job?.percent ?? null} />
}

function Waiting() {
  return <Progress label="Читаем таблицу" percent={null} />
}

function Refused({ why, planId }: { why: string | null; planId: string | null }) {
  return (
    <div className={text.stackWide}>
      <Note tone="late" role="alert">
        <p>
          <b>План из файла не прочитан.</b> {bound(why ?? 'Проверьте, есть ли в файле таблица плана.')}
        </p>
        <p>В системе от этого ничего не изменилось.</p>
      </Note>
      <p>
        <Link
          to="/plan/imports/new"
          search={planId ? { plan: planId } : {}}
          className={buttonClass({ look: 'primary' })}
        >
          Загрузить другой файл
        </Link>
      </p>
    </div>
  )
}

/** What was noticed about the file as a whole, and the way to the rows with a question beside them. */
function Remarks({ found: { remarks, sections } }: { found: PlanImportOut }) {
  const whole = remarks.filter(({ number }) => number === null)
  const asked = sections.flatMap(({ rows }) => rows).filter(({ questions }) => questions.length > 0)
  if (whole.length + asked.length === 0) return null
  return (
    <Box title="На что обратить внимание">
      <ul className={text.stack}>
        {whole.map(({ text: words }) => (
          <li key={words}>{bound(words)}</li>
        ))}
        {asked.length > 0 && (
          <li className={text.baseline}>
            <Status kind="ask" text="Вопросы и замечания стоят у строк:" />
            {asked.map(({ number }) => (
              <a key={number} href={`#${rowAnchor(number)}`}>
                {number}
              </a>
            ))}
          </li>
        )}
      </ul>
    </Box>
  )
}

function Crumbs() {
  return (
    <>
      <Link to="/plan">Дорожная карта</Link> / <Link to="/plan/editions">Редакции</Link>
    </>
  )
}
