import { useState } from 'react'
import { TextField } from '@/ui/TextField'
import type { Quantifier } from './predicate'

interface ThresholdProps {
  quantifier: Quantifier
  value: number
  onChange: (value: number) => void
}

const MOST = { all: 1, at_least: 100_000, share: 100 }

/** How many at least, or which percent; a number that cannot be is told at the field and changes nothing. */
export function Threshold({ quantifier, value, onChange }: ThresholdProps) {
  const [typed, setTyped] = useState(String(value))
  const number = readCount(typed, MOST[quantifier])
  // The quantifier has changed above and brought a number of its own.
  const isOwn = number === null || number === value
  return (
    <TextField
      label={quantifier === 'share' ? 'Доля, %' : 'Не меньше'}
      inputMode="numeric"
      maxLength={6}
      value={isOwn ? typed : String(value)}
      error={number === null ? `Введите целое число от 1 до ${MOST[quantifier].toLocaleString('ru')}.` : null}
      onChange={(event) => {
        setTyped(event.target.value)
        const read = readCount(event.target.value, MOST[quantifier])
        if (read !== null) onChange(read)
      }}
    />
  )
}

function readCount(typed: string, most: number): number | null {
  const text = typed.trim()
  const number = /^\d+$/.test(text) ? Number(text) : Number.NaN
  return number >= 1 && number <= most ? number : null
}
