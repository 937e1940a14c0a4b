import { useQuery } from '@tanstack/react-query'
import { Link, type LinkProps } from '@tanstack/react-router'
import { getUploadConsequencesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ConsequenceOut, ConsequencesOut, FigureChangeOut, UploadOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { ratioText } from '@/lib/ratio'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'

const COLUMNS: Column[] = [
  { key: 'school', title: 'Школа и работа' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'below', title: 'Отметка «2»', isNumeric: true },
  { key: 'quality', title: '«4» и «5»', isNumeric: true },
  { key: 'average', title: 'Средняя', isNumeric: true },
]

/** What stands on the results and would change with them; what cannot be counted is said, not hidden. */
export function Consequences({ upload }: { upload: UploadOut }) {
  const found = useQuery(getUploadConsequencesOptions({ path: { upload_id: upload.id } }))
  if (found.isError) {
    return <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
  }
  if (!found.data) return <Loading rows={3} label="Считаем последствия" />
  const { figures, figures_total, others, not_counted } = found.data
  if (figures.length + others.length + not_counted.length === 0) return null
  return (
    <Box title="Последствия" meta="что сдвинется вместе с результатами" isFlush>
      {figures.length > 0 && <Figures figures={figures} />}
      {figures_total > figures.length && (
        <p className={`${styles.more} ${text.dim}`}>
          {`Показаны ${formatNumber(figures.length)} самых больших изменений из\u00a0${formatNumber(figures_total)}.`}
        </p>
      )}
      {figures.length === 0 && upload.reading?.outcomes && (
        <p className={styles.part}>Показатели школ не изменятся.</p>
      )}
      {others.length > 0 && (
        <div className={styles.part}>
          <h3>Что ещё изменится</h3>
          <ul className={text.stack}>
            {others.map((other) => (
              <Other key={`${other.kind} ${other.title} ${other.what}`} other={other} />
            ))}
          </ul>
        </div>
      )}
      <NotCounted reasons={not_counted} />
    </Box>
  )
}

function Figures({ figures }: { figures: readonly FigureChangeOut[] }) {
  return (
    <DataTable caption="Показатели до и после" columns={COLUMNS} density="compact" minWidth="medium">
      <tbody>
        {figures.map((figure) => (
          <tr key={`${figure.school_id} ${figure.work_title}`}>
            <th scope="row">
              {bound(figure.school_name)}
              <span className={cell.who}>{bound(figure.work_title)}</span>
              {isSame(figure) && <span className={cell.who}>показатели останутся прежними</span>}
            </th>
            <td className={cell.num}>
              <Change before={numberText(figure.n_before)} after={numberText(figure.n_after)} />
            </td>
            <td className={cell.num}>
              <Change
                before={shareText(figure.below_before, figure.n_before)}
                after={shareText(figure.below_after, figure.n_after)}
              />
            </td>
            <td className={cell.num}>
              <Change
                before={shareText(figure.quality_before, figure.n_before)}
                after={shareText(figure.quality_after, figure.n_after)}
              />
            </td>
            <td className={cell.num}>
              <Change before={markText(figure.avg_mark_before)} after={markText(figure.avg_mark_after)} />
            </td>
          </tr>
        ))}
      </tbody>
    </DataTable>
  )
}

/** Other people's results, the same figures. */
function isSame(figure: FigureChangeOut): boolean {
  return (
    figure.n_before === figure.n_after &&
    figure.below_before === figure.below_after &&
    figure.quality_before === figure.quality_after &&
    figure.avg_mark_before === figure.avg_mark_after
  )
}

/** «5 из 12», below «было 5 из 11»; what stays is said once, what was not there has no before. */
function Change({ before, after }: { before: string; after: string }) {
  if (before === after || before === NO_DATA) return after
  return (
    <>
      <b>{after}</b>
      <span className={cell.who}>было {before}</span>
    </>
  )
}

function Other({ other: { title, what, link } }: { other: ConsequenceOut }) {
  return (
    <li>
      {link ? (
        // The server names a page of this product by its address.
        <Link to={link as LinkProps['to']}>{bound(title)}</Link>
      ) : (
        <b>{bound(title)}</b>
      )}
      <p className={text.sub}>{bound(what)}</p>
    </li>
  )
}

function NotCounted({ reasons }: { reasons: ConsequencesOut['not_counted'] }) {
  if (reasons.length === 0) return null
  return (
    <div className={styles.part}>
      <h3>Чего посчитать пока нельзя</h3>
      <ul className={`${text.sub} ${text.stack}`}>
        {reasons.map((reason) => (
          <li key={reason}>{bound(reason)}</li>
        ))}
      </ul>
    </div>
  )
}

function numberText(value: number | null): string {
  return formatNumber(value)
}

function shareText(count: number | null, n: number | null): string {
  return count === null || !n ? NO_DATA : ratioText(count, n)
}

function markText(mark: number | null): string {
  return formatNumber(mark, { digits: 2, fixed: true })
}
