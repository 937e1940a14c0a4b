import type { ReactNode } from 'react'
import { Chips } from '@/ui/Chips'
import { SelectChip } from '@/ui/SelectChip'
import { LEVELS, type Level, oneOf } from './analysisSearch'
import { MEASURES, type Measure, USUAL_MEASURE } from './measures'
import type { Choice } from './works'

interface Chosen {
  procedure?: Choice['procedure']
  year?: number
  grade?: number
  level?: Level
  measure?: Measure
}

interface AnalysisFiltersProps {
  choice: Choice
  level: Level
  measure: Measure
  onChange: (to: Chosen) => void
  /** Further choices of the page. */
  children?: ReactNode
}

/** A choice in an outer chip lets the inner ones be chosen anew: another procedure has other years and grades. */
export function AnalysisFilters({ choice, level, measure, onChange, children }: AnalysisFiltersProps) {
  const { procedures, procedure, years, year, grades, grade } = choice
  return (
    <Chips
      label="Процедура"
      options={procedures}
      chosen={procedure}
      onChoose={(value) => onChange({ procedure: value, year: undefined, grade: undefined })}
    >
      <SelectChip
        label="Год"
        isFilter={false}
        options={years.map((value) => ({ value: String(value), text: String(value) }))}
        chosen={String(year)}
        onChoose={(value) => onChange({ year: Number(value), grade: undefined })}
      />
      <SelectChip
        label="Класс"
        isFilter={false}
        options={grades.map((value) => ({
          value: String(value),
          text: `${value}\u00a0класс`,
          short: String(value),
        }))}
        chosen={String(grade)}
        onChoose={(value) => onChange({ grade: Number(value) })}
      />
      {children}
      <SelectChip
        label="Показать"
        isFilter={false}
        options={LEVELS}
        chosen={level}
        onChoose={(value) => onChange({ level: oneOf(LEVELS, value) })}
      />
      <SelectChip
        label="Показатель"
        isFilter={false}
        options={MEASURES}
        chosen={measure}
        onChoose={(value) => onChange({ measure: value === USUAL_MEASURE ? undefined : value })}
      />
    </Chips>
  )
}
