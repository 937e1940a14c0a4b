import { Link } from '@tanstack/react-router'
import type { UploadOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate, formatTime } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Steps } from '@/ui/Steps'
import text from '@/ui/text.module.css'
import { AtWork } from './AtWork'
import { Decision } from './decision/Decision'
import { Written } from './decision/Written'
import { NoSuchUpload } from './NoSuchUpload'
import { Questions } from './reading/Questions'
import { Reading } from './reading/Reading'
import { ReadingOfFailed } from './reading/ReadingOfFailed'
import { Consequences } from './screened/Consequences'
import { Differences } from './screened/Differences'
import { Issues } from './screened/Issues'
import { Outcomes } from './screened/Outcomes'
import { Unknown } from './screened/Unknown'
import styles from './UploadPage.module.css'
import { schoolsText } from './UploadsTable'
import { readingInForce, stepsOf } from './uploadState'
import type { UploadSearch } from './uploadsSearch'
import { isAtWork, useUpload } from './useUpload'
import { headingOf, KINDS } from './words'

interface UploadPageProps {
  uploadId: string
  search: UploadSearch
  onSearch: (search: UploadSearch) => void
}

/** One file on its way in: what was understood, what is wrong, what would change, what may be decided. */
export function UploadPage({ uploadId, ...rest }: UploadPageProps) {
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
  return <Shown upload={upload.data} {...rest} />
}

function Shown({ upload, search, onSearch }: Omit<UploadPageProps, 'uploadId'> & { upload: UploadOut }) {
  const { number, state, error } = upload
  const reading = readingInForce(upload)
  const isWritten = state === 'committed' || state === 'reverted'
  const isOpen = state === 'screened' || state === 'committing'
  return (
    <>
      <PageHeader
        title={headingOf(upload)}
        crumbs={
          <>
            <Link to="/uploads">Загрузки</Link> / №&nbsp;{number}
          </>
        }
      >
        {originText(upload)}
      </PageHeader>
      <Steps label="Этапы загрузки" steps={stepsOf(upload)} />
      {isAtWork(upload) && <AtWork upload={upload} />}
      {error && (
        <div className={styles.error}>
          <Note tone="late" role="alert">
            <b>{state === 'failed' ? 'Файл не прочитан.' : 'Не получилось.'}</b> {bound(error)}
          </Note>
        </div>
      )}
      <div className={`${text.columns} ${text.mainAndSide}`}>
        <div>
          {state === 'failed' && <ReadingOfFailed upload={upload} />}
          {reading && (
            <>
              {state === 'screened' && <Questions upload={upload} reading={reading} />}
              {state === 'screened' && <Unknown upload={upload} reading={reading} />}
              <Issues upload={upload} search={search} onSearch={onSearch} />
              {(isOpen || isWritten) && <Differences upload={upload} />}
              {isOpen && <Consequences upload={upload} />}
              {/* A correction was typed in a form: there is no file to be read otherwise. */}
              {upload.kind !== 'participant' && <Reading upload={upload} reading={reading} />}
            </>
          )}
        </div>
        <div className={styles.side}>
          {/* Buttons do not print, and a heading over nothing says nothing. */}
          <div data-noprint={state === 'screened' || undefined}>
            <Decision upload={upload} />
          </div>
          {reading && (isOpen || isWritten) && <Outcomes upload={upload} reading={reading} />}
          {reading && state === 'committed' && <Written upload={upload} reading={reading} />}
        </div>
      </div>
    </>
  )
}

/** «ГБОУ СОШ с. Бинарадка. Файл «Ф1.xlsx», отправитель Петров П. П., 16.03.2021 в 10:12». */
function originText({ reading, filename, kind, sent_by, received_at }: UploadOut): string {
  const names = (reading?.schools ?? []).map(({ school_name }) => school_name).filter((name) => name !== null)
  const schools = names.length > 0 ? `${schoolsText(names)}. ` : ''
  const what = kind === 'file' ? `Файл «${filename}»` : capital(KINDS[kind])
  const when = `${formatDate(dateOfInstant(received_at))} в\u00a0${formatTime(received_at)}`
  return `${schools}${what}, ${sent_by ? `отправитель ${sent_by}, ` : ''}${when}`
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}
