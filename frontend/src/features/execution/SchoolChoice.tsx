import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listSchoolsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { SearchChoice } from '@/ui/SearchChoice'

const PAUSE_MS = 300
const MOST_SCHOOLS = 6
const ALL = ''

export interface ChosenSchool {
  id: string
  name: string
}

interface SchoolChoiceProps {
  /** The field's id and error in the form. */
  field: { id: string; error: string | null }
  chosen: ChosenSchool | null
  onChoose: (school: ChosenSchool | null) => void
}

/** One school found by its name, or all of them. */
export function SchoolChoice({ field, chosen, onChoose }: SchoolChoiceProps) {
  const [typed, setTyped] = useState('')
  const [asked] = useDebouncedValue(typed.trim(), PAUSE_MS)
  const schools = useQuery({
    ...listSchoolsOptions({ query: { q: asked, limit: MOST_SCHOOLS } }),
    enabled: asked !== '',
    placeholderData: keepPreviousData,
  })
  const found =
    asked === '' ? [] : (schools.data?.items ?? []).map(({ id, short_name: name }) => ({ id, name }))
  const known = chosen && !found.some(({ id }) => id === chosen.id) ? [chosen, ...found] : found
  const isNothing = asked !== '' && schools.isSuccess && found.length === 0
  return (
    <SearchChoice
      field={field}
      label="Найти школу"
      hint="Название или код. Не нужна одна школа: оставьте «Все школы»"
      typed={typed}
      onType={setTyped}
      legend="Школа"
      options={[
        { value: ALL, text: 'Все школы' },
        ...known.map(({ id, name }) => ({ value: id, text: name })),
      ]}
      chosen={chosen?.id ?? ALL}
      onChoose={(id) => onChoose(known.find((school) => school.id === id) ?? null)}
      remark={isNothing ? `По словам «${asked}» школ не нашлось.` : null}
    />
  )
}
