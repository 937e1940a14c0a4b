import { Link } from '@tanstack/react-router'
import type { UploadOut } from '@/api/generated/types.gen'
import { useJobProgress } from '@/api/job'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate, formatTime } from '@/lib/dates'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Progress } from '@/ui/Progress'
import { Steps } from '@/ui/Steps'
import text from '@/ui/text.module.css'
import { Decision } from './Decision'
import { Issues } from './Issues'
import { NoSuchUpload } from './NoSuchUpload'
import { Reading } from './Reading'
import styles from './UploadPage.module.css'
import { isBusy, stepsOf } from './uploadState'
import { useUpload } from './useUpload'
import { WhatIsWritten } from './WhatIsWritten'

/** One file on its way in: what was understood, what is wrong, what may be decided. */
export function UploadPage({ uploadId }: { uploadId: string }) {
  const upload = useUpload(uploadId)
  if (upload.isPending) return <Loading rows={8} label="Загружаем страницу загрузки" />
  if (upload.isError) {
    const problem = asProblem(upload.error)
    if (problem.status === 404) return <NoSuchUpload />
    return (
      <>
        <PageTitle title={`Ошибка: ${problem.title}`} />
        <ProblemState problem={problem} headingLevel={1} takesFocus onRetry={() => void upload.refetch()} />
        <p>
          <Link to="/uploads">К списку загрузок</Link>
        </p>
      </>
    )
  }
  return <Shown upload={upload.data} />
}

function Shown({ upload }: { upload: UploadOut }) {
  const { number, filename, reading, state, job_id, error } = upload
  return (
    <>
      <PageHeader
        title={reading?.work.title ?? filename}
        crumbs={
          <>
            <Link to="/uploads">Загрузки</Link> / №&nbsp;{number}
          </>
        }
      >
        {originText(upload)}
      </PageHeader>
      <Steps label="Этапы загрузки" steps={stepsOf(upload)} />
      {isBusy(state) && job_id && <JobProgress key={job_id} jobId={job_id} />}
      {error && (
        <div className={styles.error}>
          <Note tone="late" role="alert">
            <b>{state === 'failed' ? 'Файл не прочитан.' : 'Не получилось.'}</b> {error}
          </Note>
        </div>
      )}
      <div className={`${text.columns} ${text.mainAndSide}`}>
        <div>
          {reading && <Issues upload={upload} />}
          {reading && <Reading reading={reading} />}
        </div>
        <div className={styles.side}>
          {/* Buttons do not print, and a heading over nothing says nothing. */}
          <div data-noprint={state === 'screened' || undefined}>
            <Decision upload={upload} />
          </div>
          {reading && <WhatIsWritten upload={upload} schools={reading.schools} />}
        </div>
      </div>
    </>
  )
}

function JobProgress({ jobId }: { jobId: string }) {
  const job = useJobProgress(jobId)
  const percent = job?.percent ?? null
  return (
    <div className={styles.progress}>
      <Progress
        label={job?.progress_text || 'Ждёт очереди'}
        percent={percent}
        detail={percent === null ? undefined : `${percent}\u00a0%`}
      />
    </div>
  )
}

/** «ГБОУ СОШ с. Васильевка. Файл „Ф1.xlsx“, прислал Петров П. П. 16.03.2021 в 10:12». */
function originText({ reading, filename, sent_by, received_at }: UploadOut): string {
  const names = (reading?.schools ?? []).map(({ school_name }) => school_name).filter((name) => name !== null)
  const schools = names.length > 0 ? `${names.join(', ')}. ` : ''
  const when = `${formatDate(dateOfInstant(received_at))} в\u00a0${formatTime(received_at)}`
  return `${schools}Файл «${filename}», ${sent_by ? `отправитель ${sent_by}, ` : ''}${when}`
}
