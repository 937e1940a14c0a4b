import { FieldError } from '@/ui/FieldError'
import type { FieldOf } from '@/ui/Form'

/** What is wrong with a thing that is no field: the summary above the form leads here. */
export function Told({ field, name }: { field: FieldOf; name: string }) {
  const { id, error } = field(name)
  if (!error) return null
  return (
    <div id={id} tabIndex={-1}>
      <FieldError>{error}</FieldError>
    </div>
  )
}
