import type { ComparisonOut, MeasureComparisonOut, SideMeasureOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { intervalText } from '@/lib/shares'
import { bound } from '@/lib/typography'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import styles from '../Analysis.module.css'
import { Verdict } from '../parts/Verdict'
import { sayInterval, sayShare } from '../parts/words'
import { sayYears } from './pair'

/** Each share as counted, and beside it as estimated with schools like this one; then the change in words. */
export function ComparisonTable({ comparison }: { comparison: ComparisonOut }) {
  const { before, after, prior, measures } = comparison
  const columns: Column[] = [
    { key: 'measure', title: 'Показатель' },
    { key: 'before', title: `${sayYears(before.works)}: как есть`, isNumeric: true },
    { key: 'before-shrunken', title: 'с\u00a0поправкой', isNumeric: true },
    { key: 'after', title: `${sayYears(after.works)}: как есть`, isNumeric: true },
    { key: 'after-shrunken', title: 'с\u00a0поправкой', isNumeric: true },
    { key: 'change', title: 'Изменение' },
  ]
  return (
    <>
      <DataTable caption="Сравнение лет" columns={columns} density="compact" minWidth="medium">
        <tbody>
          {measures.map((measure) => (
            <Row key={measure.measure} measure={measure} />
          ))}
        </tbody>
      </DataTable>
      <div className={styles.legend}>
        <p>{bound(prior.text)}</p>
        {[before, after].map(
          ({ is_pooled, words, works }) => is_pooled && <p key={works[0]?.id}>{bound(words)}</p>,
        )}
        <p>
          «Как есть» — сколько участников из написавших. «С поправкой» — оценка, в которой малое число
          участников дополнено результатами похожих школ: чем меньше школа, тем сильнее поправка.
        </p>
      </div>
    </>
  )
}

function Row({ measure: { title, before, after, change, sentence } }: { measure: MeasureComparisonOut }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <Raw side={before} />
      <Shrunken side={before} />
      <Raw side={after} />
      <Shrunken side={after} />
      <td>{change ? <Verdict change={change} /> : <span className={styles.calm}>{bound(sentence)}</span>}</td>
    </tr>
  )
}

function Raw({ side: { raw } }: { side: SideMeasureOut }) {
  return (
    <td className={cell.num}>
      <b>{sayShare(raw)}</b>
      <span className={styles.sub}>{sayInterval(raw)}</span>
    </td>
  )
}

function Shrunken({ side: { shrunken } }: { side: SideMeasureOut }) {
  return (
    <td className={cell.num}>
      {shrunken ? (
        <>
          {`${formatNumber(shrunken.pct)}\u00a0%`}
          <span className={styles.sub}>{intervalText(shrunken)}</span>
        </>
      ) : (
        '—'
      )}
    </td>
  )
}
