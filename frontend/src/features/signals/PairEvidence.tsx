import type { PairEvidenceOut, PairShareOut, SignalShareOut } from '@/api/generated/types.gen'
import { formatSigned } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { cell, DataTable } from '@/ui/DataTable'
import { Interval, IntervalScale } from '@/ui/Interval'
import { Tag } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { intervalOf, pctOf } from './words'

/** The same children in two works: shares with intervals, the difference with its own. */
export function PairEvidence({ found }: { found: PairEvidenceOut }) {
  return (
    <>
      {found.shares.map((share) => (
        <div key={share.aspect} className={text.stack}>
          <p>
            <b>{share.title}</b> {share.stands_out && <Tag kind="ask" text="выделяется" />}
          </p>
          <DataTable
            caption={share.title}
            columns={[
              {
                key: 'work',
                title: (
                  <>
                    Работа
                    <IntervalScale />
                  </>
                ),
              },
              { key: 'count', title: 'чел', isNumeric: true },
              { key: 'pct', title: '%, 95 %', isNumeric: true },
            ]}
            isFramed
            density="compact"
          >
            <tbody>
              <Row title={found.before_title} share={share.before} isContext />
              <Row title={found.after_title} share={share.after} />
            </tbody>
          </DataTable>
          <p>{bound(differenceOf(share))}</p>
        </div>
      ))}
    </>
  )
}

function Row({
  title,
  share,
  isContext = false,
}: {
  title: string
  share: SignalShareOut
  isContext?: boolean
}) {
  return (
    <tr>
      <th scope="row">
        {bound(title)}
        {share.pct !== null && share.low_pct !== null && share.high_pct !== null && (
          <Interval
            low={Number(share.low_pct)}
            point={Number(share.pct)}
            high={Number(share.high_pct)}
            isContext={isContext}
          />
        )}
      </th>
      <td className={cell.num}>{ratioText(share.count, share.n)}</td>
      <td className={cell.num}>
        {pctOf(share)}
        <div className={text.meta}>{intervalOf(share)}</div>
      </td>
    </tr>
  )
}

/** «Разность −30,0 п. п., от −42,1 до −15,8 (95 %)». */
export function differenceOf({ delta_pp, low_pp, high_pp }: PairShareOut): string {
  const signed = (value: string) => formatSigned(value, { digits: 1 })
  return `Разность ${signed(delta_pp)} п.\u00a0п., от ${signed(low_pp)} до ${signed(high_pp)} (95\u00a0%, Ньюкомб).`
}
