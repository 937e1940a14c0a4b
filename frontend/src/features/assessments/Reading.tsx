import type { ReadingOut } from '@/api/generated/types.gen'
import { Box } from '@/ui/Box'
import { type Column, DataTable } from '@/ui/DataTable'
import text from '@/ui/text.module.css'
import { readColumns, readingSummary } from './reading'
import styles from './UploadPage.module.css'

const COLUMNS: Column[] = [
  { key: 'place', title: 'Столбец', className: styles.place },
  { key: 'header', title: 'В файле', className: styles.header },
  { key: 'meaning', title: 'Поле' },
]

/** How the columns of the file were understood, for the sender to check. */
export function Reading({ reading }: { reading: ReadingOut }) {
  return (
    <Box title="Как прочитан файл" meta={readingSummary(reading)} isFlush>
      <DataTable caption="Соответствие столбцов файла полям" columns={COLUMNS} density="compact">
        <tbody>
          {readColumns(reading.columns).map(({ place, header, meaning }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>{header}</td>
              <td className={text.sub}>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Box>
  )
}
