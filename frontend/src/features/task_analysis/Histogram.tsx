/** Participants by primary score, with the boundaries of marks. */
import type { ScoreDistributionOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import { cell, DataTable } from '@/ui/DataTable'
import styles from './TaskAnalysis.module.css'
import { PUPILS } from './words'

const WIDTH = 860
const HEIGHT = 240
const TOP = 34
const BOTTOM = 24
/** More scores than this are not all labelled. */
const MOST_LABELS = 30

export function boundariesOf({ boundaries: { min_3, min_4, min_5 } }: ScoreDistributionOut) {
  return [
    { mark: 3, from: min_3 },
    { mark: 4, from: min_4 },
    { mark: 5, from: min_5 },
  ].flatMap(({ mark, from }) => (from === null ? [] : [{ mark, from }]))
}

/** The picture; its title says what it shows, the same numbers stand in the table. */
export function Histogram({ found }: { found: ScoreDistributionOut }) {
  const { counts } = found
  const most = Math.max(...counts, 1)
  const step = WIDTH / counts.length
  const yOf = (n: number) => HEIGHT - BOTTOM - (n / most) * (HEIGHT - TOP - BOTTOM)
  const every = Math.ceil(counts.length / MOST_LABELS)
  const bounds = boundariesOf(found)
  return (
    <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={titleOf(found)}>
      <title>{titleOf(found)}</title>
      {counts.map((n, score) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the place of a bar is its score
        <g key={score}>
          {n > 0 && (
            <rect
              className={styles.bar}
              x={score * step + step * 0.12}
              width={step * 0.76}
              y={yOf(n)}
              height={HEIGHT - BOTTOM - yOf(n)}
            />
          )}
          {n > 0 && every === 1 && (
            <text className={styles.label} x={(score + 0.5) * step} y={yOf(n) - 4} textAnchor="middle">
              {n}
            </text>
          )}
          {score % every === 0 && (
            <text className={styles.label} x={(score + 0.5) * step} y={HEIGHT - 6} textAnchor="middle">
              {score}
            </text>
          )}
        </g>
      ))}
      <line className={styles.axis} x1={0} x2={WIDTH} y1={HEIGHT - BOTTOM} y2={HEIGHT - BOTTOM} />
      {bounds.map(({ mark, from }) => (
        <g key={mark}>
          <line className={styles.boundary} x1={from * step} x2={from * step} y1={14} y2={HEIGHT - BOTTOM} />
          <text className={styles.label} x={from * step + 4} y={12}>
            {`«${mark}» с ${from}`}
          </text>
        </g>
      ))}
    </svg>
  )
}

function titleOf(found: ScoreDistributionOut): string {
  const { n, mean, maximum } = found
  const bounds = boundariesOf(found).map(({ mark, from }) => `«${mark}» с ${from}`)
  const marks = bounds.length > 0 ? ` Границы отметок: ${bounds.join(', ')}.` : ''
  const middle = formatNumber(mean, { digits: 2, fixed: true })
  return `Первичные баллы: ${counted(n, PUPILS)}, средний балл ${middle} из ${maximum}.${marks}`
}

/** The same as a table. */
export function ScoresTable({ found }: { found: ScoreDistributionOut }) {
  const bounds = boundariesOf(found)
  const hasMarks = bounds.length === 3
  return (
    <DataTable
      caption="Распределение первичных баллов"
      density="compact"
      columns={[
        { key: 'score', title: 'Первичный балл' },
        ...(hasMarks ? [{ key: 'mark', title: 'Отметка', isNumeric: true }] : []),
        { key: 'n', title: 'Участников', isNumeric: true },
      ]}
    >
      <tbody>
        {found.counts.map((n, score) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the place of a row is its score
          <tr key={score}>
            <th scope="row">{score}</th>
            {hasMarks && (
              <td className={cell.num}>{2 + bounds.filter(({ from }) => score >= from).length}</td>
            )}
            <td className={cell.num}>{ratioText(n, found.n)}</td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}
