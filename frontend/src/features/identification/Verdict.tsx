/** A verdict, a zone, reasons and flags: the same on the list, on the page of a school and on paper. */
import type { IdentificationLineRowOut, LowReasonOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { classes } from '@/ui/classes'
import { NoData, Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import type { Zone } from './runSearch'
import { cautionOf } from './words'

/** Words first; the square repeats them by colour and by how it is filled. */
export function ZoneMark({ zone, title }: { zone: Zone | null; title: string | null }) {
  if (zone === null || title === null) return null
  return <span className={classes(styles.zone, styles[zone])}>{title}</span>
}

export function VerdictWords({ line }: { line: IdentificationLineRowOut }) {
  const caution = cautionOf(line)
  return (
    <>
      <div>
        {line.status === 'no_data' ? <NoData text={line.status_title} /> : <b>{bound(line.status_title)}</b>}
      </div>
      <ZoneMark zone={line.zone} title={line.zone_title} />
      {caution && <p className={text.meta}>{bound(caution)}</p>}
      {line.marked.length > 0 && (
        <p>
          <Status
            kind="ask"
            text={`Результаты ВПР отмечены как необъективные: ${line.marked.join(', ')}. Вердикту верить нельзя, пока их не проверят`}
          />
        </p>
      )}
    </>
  )
}

export function Reasons({ reasons }: { reasons: readonly LowReasonOut[] }) {
  return (
    <ul className={styles.reasons}>
      {reasons.map(({ code, text: words }) => (
        <li key={`${code} ${words}`}>{bound(words)}</li>
      ))}
    </ul>
  )
}
