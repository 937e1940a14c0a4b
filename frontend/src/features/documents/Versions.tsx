import { useState } from 'react'
import { downloadFile } from '@/api/download'
import { getDocumentFile } from '@/api/generated/sdk.gen'
import type { DocumentReviewOut } from '@/api/generated/types.gen'
import { asProblem, type Problem } from '@/api/problems'
import { formatInstant } from '@/lib/dates'
import { formatFileSize } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Icon } from '@/ui/icons'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import styles from './Documents.module.css'
import type { Version } from './words'

/** Versions from the last to the first, each with its verdict, remarks and the answers to them. */
export function Versions({ versions }: { versions: readonly Version[] }) {
  return (
    <Box title="Версии и замечания" meta={versions.length} isWhole={false}>
      {versions.length === 0 && <p className={text.sub}>Файла ещё нет.</p>}
      <ul className={styles.list}>
        {versions.map((version) => (
          <li key={version.id}>
            <p className={text.row}>
              <b>Версия {version.number}</b>
              <span className={text.meta}>
                {version.who}, {formatInstant(version.uploaded_at)} · {version.text_words}
              </span>
            </p>
            {version.note && <p>{bound(version.note)}</p>}
            <Download version={version} />
            {version.review && <Review review={version.review} />}
          </li>
        ))}
      </ul>
    </Box>
  )
}

function Download({ version: { id, file_name, file_size } }: { version: Version }) {
  const [problem, setProblem] = useState<Problem | null>(null)
  const [isLoading, setLoading] = useState(false)
  const download = async () => {
    if (isLoading) return
    setLoading(true)
    setProblem(null)
    try {
      await downloadFile((asFile) => getDocumentFile({ path: { version_id: id }, ...asFile }))
    } catch (error) {
      setProblem(asProblem(error))
    } finally {
      setLoading(false)
    }
  }
  return (
    <>
      <Button
        size="small"
        look="quiet"
        aria-disabled={isLoading || undefined}
        onClick={() => void download()}
      >
        <Icon name="file" size={13} />
        <span>
          Скачать {file_name}, {formatFileSize(file_size)}
        </span>
      </Button>
      {problem && <ErrorState {...problem} headingLevel={3} />}
    </>
  )
}

function Review({ review }: { review: DocumentReviewOut }) {
  const isApproved = review.verdict === 'approved'
  return (
    <div>
      <p className={text.row}>
        <Status kind={isApproved ? 'ok' : 'late'} text={isApproved ? 'утверждена' : 'возвращена'} />
        <span className={text.meta}>
          {review.who}, {formatInstant(review.decided_at)}
        </span>
        {review.matches_concept !== null && (
          <span>{review.matches_concept ? 'соответствует концепции' : 'не соответствует концепции'}</span>
        )}
      </p>
      <p>{bound(review.summary)}</p>
      {review.remarks.map(({ id, place, text: words, answer }) => (
        <div key={id} className={styles.remark}>
          <p>
            <span className={text.meta}>{bound(place)}</span>
            <br />
            {bound(words)}
          </p>
          <p>
            <span className={text.meta}>Ответ школы</span>
            <br />
            {answer ? bound(answer) : isApproved ? 'не требуется' : 'ответа ещё нет'}
          </p>
        </div>
      ))}
    </div>
  )
}
