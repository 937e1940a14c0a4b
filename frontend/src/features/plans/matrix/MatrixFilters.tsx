import type { EditionRowsOut, MatrixOut, PlanOut } from '@/api/generated/types.gen'
import { type ChipOption, Chips } from '@/ui/Chips'
import { SearchField } from '@/ui/SearchField'
import { SelectChip } from '@/ui/SelectChip'
import { EditionChoice } from '../PlanFilters'
import { sectionParam } from '../planSearch'
import { sectionTitle } from '../rowGroups'
import styles from './MatrixFilters.module.css'
import { ORDER_WORDS, placedColumns } from './matrixRows'
import { type MatrixSearch, ORDERS, SHOWS } from './matrixSearch'

interface MatrixFiltersProps {
  plans: readonly PlanOut[]
  edition: EditionRowsOut
  matrix: MatrixOut
  counts: { all: number; late: number; due: number }
  search: MatrixSearch
  onChange: (change: Partial<MatrixSearch>) => void
}

type Show = 'all' | (typeof SHOWS)[number]

/** Which schools: by what burns, by name, members of the project; which rows; in which order. */
export function MatrixFilters({ plans, edition, matrix, counts, search, onChange }: MatrixFiltersProps) {
  const chips: ChipOption<Show>[] = [
    { value: 'all', text: 'Все', count: counts.all },
    { value: 'late', text: 'Просрочено', count: counts.late, kind: 'late' },
    { value: 'due', text: 'Срок подходит', count: counts.due, kind: 'due' },
  ]
  const members = matrix.rows.filter(({ is_member }) => is_member).length
  const codes = new Set(matrix.columns.map(({ section_code }) => section_code))
  const sections = edition.sections.filter(({ code }) => codes.has(code))
  const bySchool = placedColumns(matrix).filter(({ isBySchool }) => isBySchool).length
  return (
    <div className={styles.filters} data-noprint>
      {matrix.rows.length > 1 && (
        <div className={styles.search}>
          <SearchField
            label="Найти школу"
            placeholder="Название"
            value={search.q ?? ''}
            onSearch={(q) => onChange({ q: q || undefined })}
          />
        </div>
      )}
      <Chips
        label="Какие школы и строки"
        options={chips}
        chosen={search.show ?? 'all'}
        onChoose={(value) => onChange({ show: SHOWS.find((show) => show === value) })}
      >
        {members > 0 && members < matrix.rows.length && (
          <SelectChip
            label="Школы"
            options={[
              { value: '', text: `все, ${matrix.rows.length}` },
              { value: 'project', text: `участники проекта, ${members}` },
            ]}
            chosen={search.members ?? ''}
            onChoose={(value) => onChange({ members: value === 'project' ? value : undefined })}
          />
        )}
        <SelectChip
          label="Раздел"
          options={[
            { value: '', text: 'все' },
            ...sections.map((section) => ({
              value: section.code,
              text: sectionTitle(section),
              short: section.code,
            })),
          ]}
          chosen={String(search.section ?? '')}
          onChoose={(code) => onChange({ section: code === '' ? undefined : sectionParam(code) })}
        />
        {bySchool < matrix.columns.length && (
          <SelectChip
            label="Строки"
            isFilter={false}
            options={[
              { value: '', text: `считаются по школам, ${bySchool}` },
              { value: 'all', text: `все, ${matrix.columns.length}` },
            ]}
            chosen={search.lines ?? ''}
            onChoose={(value) => onChange({ lines: value === 'all' ? value : undefined })}
          />
        )}
        <SelectChip
          label="Порядок"
          isFilter={false}
          options={(['', ...ORDERS] as const).map((value) => ({ value, text: ORDER_WORDS[value] }))}
          chosen={search.order ?? ''}
          onChoose={(value) => onChange({ order: ORDERS.find((order) => order === value) })}
        />
        <EditionChoice
          plans={plans}
          editionId={matrix.edition_id}
          onChange={({ edition: id }) =>
            onChange({ edition: id, section: undefined, row: undefined, school: undefined })
          }
        />
      </Chips>
    </div>
  )
}
