/** Participants by primary score, with the boundaries of marks. */
import type { ScoreDistributionOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { ratioText } from '@/lib/ratio'
import { ScoreHistogram } from '@/ui/charts/ScoreHistogram'
import { cell, DataTable } from '@/ui/DataTable'
import { PUPILS } from './words'

export function boundariesOf({ boundaries: { min_3, min_4, min_5 } }: ScoreDistributionOut) {
  return [
    { mark: 3, from: min_3 },
    { mark: 4, from: min_4 },
    { mark: 5, from: min_5 },
  ].flatMap(({ mark, from }) => (from === null ? [] : [{ mark, from }]))
}

/** The picture; its title says what it shows, the same numbers stand in the table. */
export function Histogram({ found }: { found: ScoreDistributionOut }) {
  return <ScoreHistogram counts={found.counts} boundaries={boundariesOf(found)} title={titleOf(found)} />
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
