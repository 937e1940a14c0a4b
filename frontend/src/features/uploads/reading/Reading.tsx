import { useState } from 'react'
import type { ReadingOut, TableReadingOut, UploadOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { type Column, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { KeyValue } from '@/ui/KeyValue'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'
import { ROWS } from '../uploadState'
import { strategyText, workTitle } from '../words'
import { personalText, readColumns, readingSummary, tableFacts, tableName } from './columns'
import { ReadingForm } from './ReadingForm'

const COLUMNS: Column[] = [
  { key: 'place', title: 'Столбец', className: styles.place },
  { key: 'header', title: 'В файле', className: styles.header },
  { key: 'meaning', title: 'Поле' },
]
/** More works than this are not read one by one. */
const MOST_WORKS = 12

/** How the file was understood, for the sender to check and change. */
export function Reading({ upload, reading }: { upload: UploadOut; reading: ReadingOut }) {
  const [isChanging, setChanging] = useState(false)
  const { tables } = reading
  const [only] = tables
  const mayChange = upload.allowed_actions.includes('read_again')
  return (
    <Box
      title="Как прочитан файл"
      meta={
        tables.length === 1 && only
          ? readingSummary(only)
          : counted(tables.length, ['таблица', 'таблицы', 'таблиц'])
      }
      aside={
        mayChange &&
        !isChanging && (
          <Button size="small" onClick={() => setChanging(true)}>
            Изменить чтение
          </Button>
        )
      }
    >
      <div className={text.stackWide}>
        {isChanging && <ReadingForm upload={upload} reading={reading} onClose={() => setChanging(false)} />}
        {upload.state === 'screened' && <p className={text.sub}>{strategyText(upload.strategy)}</p>}
        {reading.works.length > 1 && <Works reading={reading} />}
        {tables.length === 1 && only ? (
          <Table table={only} />
        ) : (
          tables.map((table) => (
            <Disclosure
              key={table.number}
              summary={
                <>
                  <b>{tableName(table)}</b>, {table.layout}
                </>
              }
            >
              <Table table={table} />
            </Disclosure>
          ))
        )}
        <Scales reading={reading} />
        <Skipped reading={reading} />
      </div>
    </Box>
  )
}

function Table({ table }: { table: TableReadingOut }) {
  const personal = personalText(table.columns)
  return (
    <div className={text.stackWide}>
      <KeyValue pairs={tableFacts(table)} />
      {personal && <Note tone="accent">{personal}</Note>}
      <DataTable
        caption={`Соответствие столбцов файла полям: ${tableName(table)}`}
        columns={COLUMNS}
        density="compact"
        isFramed
      >
        <tbody>
          {readColumns(table.columns).map(({ place, header, meaning }) => (
            <tr key={place}>
              <th scope="row">{place}</th>
              <td>{header}</td>
              <td className={text.sub}>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
    </div>
  )
}

function Works({ reading: { works } }: { reading: ReadingOut }) {
  const shown = works.slice(0, MOST_WORKS)
  return (
    <div>
      <h3>Работы в файле</h3>
      <ul>
        {shown.map((work) => (
          <li key={work.key}>
            {bound(workTitle(work))}: {counted(work.rows, ROWS)}
          </li>
        ))}
        {shown.length < works.length && <li>и ещё {formatNumber(works.length - shown.length)}</li>}
      </ul>
    </div>
  )
}

/** With which scale marks were compared, and where it comes from. */
function Scales({ reading: { scales, works } }: { reading: ReadingOut }) {
  if (scales.length === 0) return null
  return (
    <div>
      <h3>С какой шкалой сверены отметки</h3>
      <ul>
        {scales
          .slice(0, MOST_WORKS)
          .map(({ work_key, min_3, min_4, min_5, max_primary, source, confidence }) => {
            const work = works.find(({ key }) => key === work_key)
            return (
              <li key={work_key}>
                {work && works.length > 1 && `${bound(workTitle(work))}. `}
                {`«3» от ${min_3}, «4» от ${min_4}, «5» от ${min_5} из ${max_primary} баллов. `}
                <span className={text.dim}>{`Источник: ${source}; надёжность: ${confidence}.`}</span>
              </li>
            )
          })}
      </ul>
    </div>
  )
}

function Skipped({ reading: { skipped } }: { reading: ReadingOut }) {
  if (skipped.length === 0) return null
  return (
    <div>
      <h3>Не прочитано</h3>
      <ul>
        {skipped.map(({ file, sheet, why }) => (
          <li key={`${file} ${sheet}`}>
            {tableName({ file, sheet, number: 0 })}: {why}
          </li>
        ))}
      </ul>
    </div>
  )
}
