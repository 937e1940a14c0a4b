import { useQuery } from '@tanstack/react-query'
import { listSubjectsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { PROCEDURES, WAVES } from '@/lib/procedures'
import { DateField } from '@/ui/DateField'
import type { FieldOf } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import styles from '../UploadPage.module.css'
import type { WorkDraft } from './work'

/** Subjects change by acts, not by minutes. */
const FRESH_MS = 5 * 60_000

interface WorkFieldsProps {
  field: FieldOf
  /** Names the fields of this work among others. */
  prefix: string
  draft: WorkDraft
  onType: (change: Partial<WorkDraft>) => void
}

/** Which work it is: procedure, year, subject, class, and what only some works have. */
export function WorkFields({ field, prefix, draft, onType }: WorkFieldsProps) {
  const subjects = useSubjects()
  const at = (name: keyof WorkDraft) => field(`${prefix}.${name}`)
  return (
    <div className={styles.fields}>
      <SelectField
        {...at('procedure')}
        label="Процедура"
        options={[{ value: '', text: 'не выбрана' }, ...PROCEDURES]}
        value={draft.procedure}
        onChoose={(procedure) => onType({ procedure })}
      />
      <SelectField
        {...at('subject')}
        label="Предмет"
        options={[{ value: '', text: 'не выбран' }, ...subjects]}
        value={draft.subject}
        onChoose={(subject) => onType({ subject })}
      />
      <TextField
        {...at('year')}
        label="Год работы"
        inputMode="numeric"
        maxLength={4}
        value={draft.year}
        onChange={(event) => onType({ year: event.target.value })}
      />
      <TextField
        {...at('grade')}
        label="Класс, который писал"
        inputMode="numeric"
        maxLength={2}
        value={draft.grade}
        onChange={(event) => onType({ grade: event.target.value })}
      />
      <SelectField
        {...at('wave')}
        label="Когда писали"
        options={[{ value: '', text: 'не указано' }, ...WAVES]}
        value={draft.wave}
        onChoose={(wave) => onType({ wave })}
      />
      <TextField
        {...at('programme')}
        label="По программе класса"
        hint="Если другого класса"
        inputMode="numeric"
        maxLength={2}
        value={draft.programme}
        onChange={(event) => onType({ programme: event.target.value })}
      />
      <TextField
        {...at('series')}
        label="Серия вариантов"
        hint="Если работ несколько"
        maxLength={40}
        value={draft.series}
        onChange={(event) => onType({ series: event.target.value })}
      />
      <DateField
        {...at('writtenOn')}
        label="Дата работы"
        hint="Не обязательно"
        value={draft.writtenOn}
        onType={(writtenOn) => onType({ writtenOn })}
      />
    </div>
  )
}

/** Subjects as choices of a list, in the order of the server. */
export function useSubjects(): { value: string; text: string }[] {
  const subjects = useQuery({ ...listSubjectsOptions(), staleTime: FRESH_MS })
  return (subjects.data?.items ?? []).map(({ id, name }) => ({ value: id, text: name }))
}
