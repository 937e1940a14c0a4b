import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listSchoolsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { bound } from '@/lib/typography'
import { SearchChoice } from '@/ui/SearchChoice'

const MOST_SHOWN = 6

interface SchoolChoiceProps {
  field: { id: string; error: string | null }
  chosen: string
  onChoose: (schoolId: string) => void
}

/** One school among those the person sees, found by words. */
export function SchoolChoice({ field, chosen, onChoose }: SchoolChoiceProps) {
  const [typed, setTyped] = useState('')
  const q = typed.trim()
  const found = useQuery({
    ...listSchoolsOptions({ query: { limit: MOST_SHOWN, ...(q && { q }) } }),
    placeholderData: keepPreviousData,
  })
  const items = found.data?.items ?? []
  return (
    <SearchChoice
      field={field}
      label="Найти школу"
      hint="Название или код"
      typed={typed}
      onType={setTyped}
      legend="Школа"
      options={items.map(({ id, short_name, municipality }) => ({
        value: id,
        text: bound(`${short_name}, ${municipality}`),
      }))}
      chosen={chosen}
      onChoose={onChoose}
      remark={
        found.error
          ? 'Список школ не загрузился. Измените слова поиска, чтобы повторить.'
          : found.data && items.length === 0
            ? 'По этим словам школ не нашлось.'
            : null
      }
    />
  )
}
