import type { HistogramEvidenceOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { cell, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import text from '@/ui/text.module.css'
import styles from './Signals.module.css'
import { POINTS, PUPILS } from './words'

const WIDTH = 340
const HEIGHT = 140
const TOP = 16
const FOOT = 18
const FLOOR = HEIGHT - FOOT

/** How many have each score, with the places where marks begin; the same numbers as a table. */
export function Histogram({ found }: { found: HistogramEvidenceOut }) {
  const { counts, borders, peaks, scale_source } = found
  const total = counts.reduce((sum, count) => sum + count, 0)
  const highest = Math.max(1, ...counts)
  const step = WIDTH / counts.length
  const heightOf = (count: number) => (count / highest) * (FLOOR - TOP)
  const conclusion = peaks
    .map(
      ({ score, mark, count, expected }) =>
        `На границе «${mark}», ${counted(score, POINTS)}: ${counted(count, PUPILS)}, по соседним баллам ожидалось ${formatNumber(expected)}`,
    )
    .join('. ')
  return (
    <>
      <svg className={styles.histogram} viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={conclusion}>
        <title>{conclusion}</title>
        {counts.map((count, score) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its score
            key={score}
            className={peaks.some((peak) => peak.score === score) ? styles.peak : styles.bar}
            x={score * step + step * 0.1}
            y={FLOOR - heightOf(count)}
            width={step * 0.8}
            height={heightOf(count)}
          />
        ))}
        {borders.map((border, place) => (
          <g key={border}>
            <line className={styles.border} x1={border * step} x2={border * step} y1={TOP - 4} y2={FLOOR} />
            <text className={styles.label} x={border * step + 2} y={TOP - 5}>
              {`«${place + 3}»`}
            </text>
          </g>
        ))}
        <line className={styles.axis} x1={0} x2={WIDTH} y1={FLOOR} y2={FLOOR} />
        {counts.map((_, score) =>
          score % 5 === 0 ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: a mark is its score
            <text key={score} className={styles.tick} x={(score + 0.5) * step} y={HEIGHT - 5}>
              {score}
            </text>
          ) : null,
        )}
      </svg>
      <p className={text.meta}>
        {bound(
          `Первичный балл, n = ${total}. Пунктир: с этого балла начинается отметка. Шкала: ${scale_source}`,
        )}
      </p>
      <Disclosure summary="Таблицей">
        <DataTable
          caption="Сколько участников набрали балл"
          columns={[
            { key: 'score', title: 'Балл' },
            { key: 'count', title: 'Участников', isNumeric: true },
            { key: 'border', title: 'Граница' },
          ]}
          isFramed
          density="compact"
        >
          <tbody>
            {counts.map((count, score) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its score
              <tr key={score}>
                <th scope="row">{score}</th>
                <td className={cell.num}>{formatNumber(count)}</td>
                <td>{borders.includes(score) ? `«${borders.indexOf(score) + 3}»` : ''}</td>
              </tr>
            ))}
          </tbody>
        </DataTable>
      </Disclosure>
    </>
  )
}
