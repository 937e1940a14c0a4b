import { type ComponentProps, useEffect, useRef, useState } from 'react'
import { formatDate } from '@/lib/dates'
import { readDate } from '@/lib/readDate'
import { DateField } from '@/ui/DateField'

interface DayFieldProps extends Omit<ComponentProps<typeof DateField>, 'value' | 'onType'> {
  /** 'YYYY-MM-DD', or null where no day is given. */
  value: string | null
  onChange: (day: string | null) => void
  /** A day that must be there: an empty field changes nothing. */
  isNeeded?: boolean
}

const UNREADABLE = 'Такой даты нет в календаре. Введите день, месяц и год, например 17.03.2021.'

/** A day of the draft: the document takes it as soon as what is typed is a day. */
export function DayField({ value, onChange, isNeeded = false, error, ...rest }: DayFieldProps) {
  const [typed, setTyped] = useState(value ? formatDate(value) : '')
  const [isLeft, setLeft] = useState(false)
  const taken = useRef(value)
  // Another version of the draft brings another day; what is being typed here is not touched by its own echo.
  useEffect(() => {
    if (value === taken.current) return
    taken.current = value
    setTyped(value ? formatDate(value) : '')
  }, [value])
  const take = (text: string) => {
    setTyped(text)
    setLeft(false)
    const day = text.trim() === '' ? null : readDate(text)
    if (day === null && (isNeeded || text.trim() !== '')) return
    taken.current = day
    onChange(day)
  }
  const isUnreadable = typed.trim() === '' ? isNeeded : readDate(typed) === null
  return (
    <DateField
      {...rest}
      value={typed}
      error={isLeft && isUnreadable ? UNREADABLE : error}
      onType={take}
      onBlur={() => setLeft(true)}
    />
  )
}
