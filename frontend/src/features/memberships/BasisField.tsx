import type { FieldIssue } from '@/lib/fieldIssue'
import type { FieldOf } from '@/ui/Form'
import { TextField } from '@/ui/TextField'

const SHORTEST = 3
const LONGEST = 500

interface BasisFieldProps {
  field: FieldOf
  value: string
  onType: (basis: string) => void
}

/** The act by which a school joins or leaves. */
export function BasisField({ field, value, onType }: BasisFieldProps) {
  return (
    <TextField
      {...field('basis')}
      label="Основание"
      hint="Например, распоряжение № 64-од от 12.02.2021"
      value={value}
      maxLength={LONGEST}
      onChange={(event) => onType(event.target.value)}
    />
  )
}

export function basisIssues(basis: string): FieldIssue[] {
  return basis.trim().length < SHORTEST
    ? [{ name: 'basis', message: 'Назовите основание: распоряжение, его № и дату.' }]
    : []
}
