import type { ResultOut, ScaleOut } from '@/api/generated/types.gen'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { KeyValue } from '@/ui/KeyValue'
import { groupResults, momentOf } from './figures'
import styles from './SourceOfFigures.module.css'
import { scalesText, sourcesText } from './sources'

const COLUMNS: Column[] = [
  { key: 'work', title: 'Работа' },
  { key: 'year', title: 'Год' },
  { key: 'm3', title: '«3» от', isNumeric: true },
  { key: 'm4', title: '«4» от', isNumeric: true },
  { key: 'm5', title: '«5» от', isNumeric: true },
  { key: 'max', title: 'Максимум', isNumeric: true },
  { key: 'source', title: 'Откуда шкала' },
  { key: 'confidence', title: 'Надёжность' },
]

/** Where every figure of the table comes from and how it is counted: opened by whoever doubts it. */
export function SourceOfFigures({ items }: { items: readonly ResultOut[] }) {
  return (
    <details className={styles.frame}>
      <summary>Откуда данные и как посчитано</summary>
      <div className={styles.words}>
        <KeyValue
          pairs={[
            { name: 'Протоколы', value: sourcesText(items) },
            {
              name: 'Участников',
              value: 'Те, у кого в протоколе есть отметка. От их числа считаются все доли.',
            },
            { name: 'Успеваемость', value: 'Сколько участников получили «3», «4» или «5».' },
            { name: 'Качество', value: 'Сколько участников получили «4» или «5».' },
            {
              name: 'Интервал',
              value:
                '95\u00a0% доверительный интервал доли «2», метод Вильсона. Чем меньше участников, тем он шире.',
            },
            {
              name: 'Против журнала',
              value:
                'У скольких отметка за работу ниже, такая же или выше, чем отметка по журналу из того же файла.',
            },
            {
              name: 'Отметки',
              value:
                'Взяты из протокола как есть. Если шкала известна, при загрузке файла они по ней проверяются.',
            },
          ]}
        />
        <h3>Шкалы</h3>
        <p>{scalesText(items)}</p>
      </div>
      <DataTable
        caption="Шкалы перевода баллов в отметки"
        columns={COLUMNS}
        density="compact"
        minWidth="medium"
      >
        <tbody>
          {groupResults(items).flatMap(({ title, results }) =>
            results.map(
              (result) =>
                result.scale && (
                  <Scale
                    key={result.protocol_id}
                    title={title}
                    moment={momentOf(result)}
                    scale={result.scale}
                  />
                ),
            ),
          )}
        </tbody>
      </DataTable>
    </details>
  )
}

function Scale({ title, moment, scale }: { title: string; moment: string; scale: ScaleOut }) {
  return (
    <tr>
      <th scope="row">{title}</th>
      <td>{moment}</td>
      <td className={cell.num}>{scale.min_3}</td>
      <td className={cell.num}>{scale.min_4}</td>
      <td className={cell.num}>{scale.min_5}</td>
      <td className={cell.num}>{scale.max_primary}</td>
      <td className={styles.source}>
        {scale.source}
        {!scale.is_in_force && ' (с тех пор шкалу заменили; протокол проверен по этой версии)'}
      </td>
      <td>{scale.confidence}</td>
    </tr>
  )
}
