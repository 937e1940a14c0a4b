import type { UploadOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { Progress } from '@/ui/Progress'
import styles from './UploadPage.module.css'
import { useProgress } from './useUpload'

const WAITING = 'Ждёт очереди'
/** Who listens hears how far it is at these steps only. */
const SPOKEN_STEP = 25

/** How far the worker is, live, in rows and percent. */
export function AtWork({ upload }: { upload: UploadOut }) {
  const told = useProgress(upload.id)
  const { progress_pct: percent, progress_text } = told ?? upload
  const words = progress_text || WAITING
  return (
    <div className={styles.progress}>
      <Progress
        label={withSpacedNumbers(words)}
        percent={percent}
        detail={percent === null ? undefined : `${percent}\u00a0%`}
        spoken={spokenText(words, percent)}
      />
    </div>
  )
}

/** «Прочитано строк: 249163» → «Прочитано строк, 25 %»: a polite voice does not count rows. */
export function spokenText(words: string, percent: number | null): string {
  const stage = words.replace(/(: строк \d+|:? ?\d+)$/, '')
  const step = percent === null ? 0 : Math.floor(percent / SPOKEN_STEP) * SPOKEN_STEP
  return step > 0 ? `${stage}, ${step}\u00a0%` : stage
}

/** «249163» → «249 163». */
export function withSpacedNumbers(words: string): string {
  return words.replace(/\d{4,}/g, (digits) => formatNumber(digits))
}
