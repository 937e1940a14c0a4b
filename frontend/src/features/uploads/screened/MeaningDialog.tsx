import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { listSchoolsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { hasAllWords } from '@/lib/folding'
import { bound } from '@/lib/typography'
import { Dialog } from '@/ui/Dialog'
import { Form } from '@/ui/Form'
import { SearchChoice } from '@/ui/SearchChoice'
import { useSubjects } from '../reading/WorkFields'
import type { UnknownName } from './unknownNames'

const MOST_SHOWN = 6

/** What a name means. */
export interface Meaning {
  id: string
  title: string
}

interface MeaningDialogProps {
  name: UnknownName
  onClose: () => void
  onChoose: (meaning: Meaning) => void
}

/** Which school or subject of ours it is, searched for by words. */
export function MeaningDialog({ name, onClose, onChoose }: MeaningDialogProps) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<Meaning | null>(null)
  const [isMissing, setMissing] = useState(false)
  const isSchool = name.kind === 'school'
  const schools = useSchools(typed, isSchool)
  const subjects = useSubjects().filter(({ text }) => hasAllWords(typed, text))
  const options = isSchool ? schools.options : subjects
  const shown = options.slice(0, MOST_SHOWN)
  const kept =
    chosen && !shown.some(({ value }) => value === chosen.id)
      ? [{ value: chosen.id, text: chosen.title }, ...shown]
      : shown
  const missing = isSchool ? 'Выберите школу из найденных.' : 'Выберите предмет из найденных.'
  return (
    <Dialog
      title={`${isSchool ? 'Какая это школа' : 'Какой это предмет'}: ${name.title}`}
      isOpen
      onClose={onClose}
    >
      <Form
        label={isSchool ? 'Какая это школа' : 'Какой это предмет'}
        issues={isMissing && !chosen ? [{ name: 'meaning', message: missing }] : []}
        failure={null}
        isSending={false}
        submit="Выбрать"
        sending="Выбираем"
        onSubmit={() => {
          if (chosen) onChoose(chosen)
          else setMissing(true)
        }}
      >
        {(field) => (
          <SearchChoice
            field={field('meaning')}
            label={isSchool ? 'Найти школу' : 'Найти предмет'}
            hint={isSchool ? 'Название или код' : 'Название'}
            typed={typed}
            onType={setTyped}
            legend={isSchool ? 'Школа' : 'Предмет'}
            options={kept}
            chosen={chosen?.id ?? ''}
            onChoose={(id) => {
              const option = kept.find(({ value }) => value === id)
              if (option) setChosen({ id, title: option.text })
            }}
            takesFocus
            remark={remarkOn(options.length, schools.hasFailed && isSchool)}
          />
        )}
      </Form>
    </Dialog>
  )
}

function useSchools(typed: string, isEnabled: boolean) {
  const q = typed.trim()
  const found = useQuery({
    ...listSchoolsOptions({ query: { limit: MOST_SHOWN + 1, ...(q && { q }) } }),
    placeholderData: keepPreviousData,
    enabled: isEnabled,
  })
  return {
    hasFailed: found.isError,
    options: (found.data?.items ?? []).map(({ id, short_name, municipality }) => ({
      value: id,
      text: bound(`${short_name}, ${municipality}`),
    })),
  }
}

function remarkOn(count: number, hasFailed: boolean): string | null {
  if (hasFailed) return 'Список школ не загрузился. Измените слова поиска, чтобы повторить.'
  if (count === 0) return 'По этим словам ничего не нашлось.'
  return count > MOST_SHOWN ? `Показаны первые ${MOST_SHOWN}. Уточните название.` : null
}
