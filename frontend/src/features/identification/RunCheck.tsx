import { useQuery } from '@tanstack/react-query'
import { checkIdentificationRunOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { IdentificationCheckOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { NO_DATA } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import { SCHOOLS } from './words'

const COLUMNS = [
  { key: 'school', title: 'Школа' },
  { key: 'what', title: 'Что' },
  { key: 'was', title: 'В расчёте' },
  { key: 'now', title: 'Сейчас' },
  { key: 'becomes', title: 'Вердикт по нынешним данным' },
]

/** The run computed anew from what it froze: the same list or not; and what the data say now. */
export function RunCheck({ runId }: { runId: string }) {
  const { data, error, refetch } = useQuery({
    ...checkIdentificationRunOptions({ path: { run_id: runId } }),
    // Asked by hand: an old answer would be no check.
    gcTime: 0,
  })
  if (error) return <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
  if (!data) return <Loading rows={3} label="Повторяем расчёт" />
  return (
    <div className={styles.stack}>
      <p role="status">
        <Said check={data} />
      </p>
      <p className={styles.digest}>{`Контрольная сумма: ${data.digest}`}</p>
      {data.changes_total === 0 ? (
        <p>Данные с тех пор не изменились.</p>
      ) : (
        <>
          <p>
            {bound(
              `Данные изменились после расчёта: ${data.changes_total}. Другой вердикт был бы: ${counted(data.verdicts_changed, SCHOOLS)}. Расчёт остаётся прежним, для новых данных нужен новый.`,
            )}
          </p>
          <DataTable
            caption="Чем данные отличаются от расчёта"
            columns={COLUMNS}
            density="compact"
            narrow="cards"
          >
            <tbody>
              {data.changes.map((one) => (
                <tr key={`${one.school_id} ${one.title}`}>
                  <th scope="row">{bound(one.school_name)}</th>
                  <td data-label="Что">{bound(one.title)}</td>
                  <td data-label="В расчёте">{one.was ?? NO_DATA}</td>
                  <td data-label="Сейчас">{one.now ?? NO_DATA}</td>
                  <td data-label="Вердикт по нынешним данным">{one.becomes_title ?? 'тот же'}</td>
                </tr>
              ))}
            </tbody>
          </DataTable>
          {data.changes.length < data.changes_total && (
            <p className={text.meta}>{`Показаны ${data.changes.length} из ${data.changes_total}.`}</p>
          )}
        </>
      )}
    </div>
  )
}

function Said({ check: { is_same, checked, differing } }: { check: IdentificationCheckOut }) {
  if (is_same) {
    return <Status kind="ok" text={`Повторён точно: ${counted(checked, SCHOOLS)}, контрольная сумма та же`} />
  }
  if (differing > 0 || is_same === false) {
    return (
      <Status
        kind="late"
        text={`Не повторяется: другой результат у ${counted(differing, ['школы', 'школ', 'школ'])}. Сообщите администратору`}
      />
    )
  }
  return (
    <Status kind="ok" text={`Повторены видимые вам школы: ${checked}. Весь расчёт проверяет управление`} />
  )
}
