import type { HistogramEvidenceOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { ScoreHistogram } from '@/ui/charts/ScoreHistogram'
import { cell, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import text from '@/ui/text.module.css'
import { POINTS, PUPILS } from './words'

/** How many have each score, with the places where marks begin; the same numbers as a table. */
export function Histogram({ found }: { found: HistogramEvidenceOut }) {
  const { counts, borders, peaks, scale_source } = found
  const total = counts.reduce((sum, count) => sum + count, 0)
  const conclusion = peaks
    .map(
      ({ score, mark, count, expected }) =>
        `На границе «${mark}», ${counted(score, POINTS)}: ${counted(count, PUPILS)}, по соседним баллам ожидалось ${formatNumber(expected)}`,
    )
    .join('. ')
  return (
    <>
      <ScoreHistogram
        counts={counts}
        boundaries={borders.map((from, place) => ({ mark: place + 3, from }))}
        inked={peaks.map(({ score }) => score)}
        title={conclusion}
        width={520}
        height={200}
      />
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
