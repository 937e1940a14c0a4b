/** Marks of the work against marks of the journal: lowered, confirmed, raised. A table whose cells draw their share. */

import { Download } from '@/acts/Download'
import type { FigureShareOut, FigureWorkOut } from '@/api/generated/types.gen'
import { Box } from '@/ui/Box'
import charts from '@/ui/charts/charts.module.css'
import { ShareBar } from '@/ui/charts/ShareBar'
import { type Column, DataTable } from '@/ui/DataTable'
import text from '@/ui/text.module.css'
import styles from '../Analysis.module.css'
import { sayMoment, sayShare } from '../parts/words'
import type { MarkRow } from './MarksByYears'

const COLUMNS: Column[] = [
  { key: 'unit', title: 'Кто' },
  { key: 'lowered', title: 'Понизили' },
  { key: 'confirmed', title: 'Подтвердили' },
  { key: 'raised', title: 'Повысили' },
]

interface ConfirmationProps {
  rows: readonly MarkRow[]
  work: FigureWorkOut
  /** Saves the workbook of the page: these counts stand in it too. */
  load: () => Promise<unknown>
}

export function Confirmation({ rows, work, load }: ConfirmationProps) {
  const told = rows.flatMap(({ id, name, cells }) => {
    const figures = cells.get(work.id)?.figures
    return figures ? [{ id, name, figures }] : []
  })
  const isKnown = told.some(({ figures }) => figures.confirmed.kind === 'measured')
  const title = 'Подтверждение отметок'
  const meta = `отметка работы и отметка по журналу, ${sayMoment(work)}`
  if (!isKnown) {
    return (
      <Box title={title} meta={meta}>
        <p className={text.sub}>В файлах этой работы нет отметок по журналу, сравнить не с чем.</p>
      </Box>
    )
  }
  return (
    <Box
      title={title}
      meta={meta}
      isFlush
      aside={
        <Download size="small" what={title} load={load}>
          Скачать XLSX
        </Download>
      }
    >
      <DataTable caption={title} columns={COLUMNS} density="compact" minWidth="medium">
        <tbody>
          {told.map(({ id, name, figures }) => (
            <tr key={id}>
              <th scope="row">{name}</th>
              <Cell share={figures.lowered} />
              <Cell share={figures.confirmed} isInk />
              <Cell share={figures.raised} />
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p className={styles.legend}>
        Понизили: отметка за работу ниже журнала. Это повод посмотреть на критерии отметок, а не вывод об
        учителе.
        {work.programme_grade !== work.grade &&
          ' Писали работу за прошлый класс: часть расхождений связана с\u00a0этим.'}
      </p>
    </Box>
  )
}

function Cell({ share, isInk = false }: { share: FigureShareOut; isInk?: boolean }) {
  return (
    <td>
      <span className={charts.bar}>
        {share.pct !== null && <ShareBar pct={share.pct} isInk={isInk} />}
        {sayShare(share)}
      </span>
    </td>
  )
}
