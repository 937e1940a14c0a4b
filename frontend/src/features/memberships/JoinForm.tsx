import { useState } from 'react'
import { useDraft } from '@/api/drafts'
import { joinProject } from '@/api/generated/sdk.gen'
import type { CandidateOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { hasAllWords } from '@/lib/folding'
import { counted } from '@/lib/plural'
import { readDate } from '@/lib/readDate'
import { bound } from '@/lib/typography'
import { DateField } from '@/ui/DateField'
import { Form } from '@/ui/Form'
import { SearchChoice } from '@/ui/SearchChoice'
import { BasisField, basisIssues } from './BasisField'
import { SCHOOLS } from './words'

const MOST_SHOWN = 6

interface JoinDraft {
  school: CandidateOut | null
  joinedOn: string
  basis: string
}

interface JoinFormProps {
  planId: string
  candidates: readonly CandidateOut[]
  today: string
  /** Told what has been done. */
  onSaved: (what: string) => void
}

/** Which school counts, from which day, by which act. */
export function JoinForm({ planId, candidates, today, onSaved }: JoinFormProps) {
  const { draft, type, forget } = useDraft<JoinDraft>(`member.${planId}.join`, {
    school: null,
    joinedOn: formatDate(today),
    basis: '',
  })
  const [typed, setTyped] = useState('')
  const { send, ...state } = useSending(['school_id', 'joined_on', 'basis'])
  const found = candidates.filter(({ school_name, municipality }) =>
    hasAllWords(typed, school_name, municipality),
  )
  const { school } = draft
  const submit = async () => {
    const joined_on = readDate(draft.joinedOn) ?? ''
    const basis = draft.basis.trim()
    const isDone = await send(joinIssues(draft, today), () =>
      joinProject({
        path: { plan_id: planId },
        body: { school_id: school?.school_id ?? '', joined_on, basis },
        throwOnError: true,
      }),
    )
    if (!isDone) return
    forget()
    onSaved(`${school?.school_name} в проекте с ${formatDate(joined_on)}`)
  }
  return (
    <Form
      label="Включение школы"
      {...state}
      submit="Включить"
      sending="Включаем"
      onSubmit={() => void submit()}
    >
      {(field) => (
        <>
          <SearchChoice
            field={field('school_id')}
            label="Найти школу"
            hint="Название или муниципалитет"
            typed={typed}
            onType={setTyped}
            legend="Школа"
            options={shown(found, school).map(({ school_id, school_name, municipality }) => ({
              value: school_id,
              text: bound(`${school_name}, ${municipality}`),
            }))}
            chosen={school?.school_id ?? ''}
            onChoose={(id) =>
              type({ school: candidates.find(({ school_id }) => school_id === id) ?? school })
            }
            takesFocus
            remark={remarkOn(found.length, typed.trim())}
          />
          <DateField
            {...field('joined_on')}
            label="С какого дня"
            hint="С этого дня школа считается в ожидаемых результатах"
            value={draft.joinedOn}
            onType={(joinedOn) => type({ joinedOn })}
          />
          <BasisField field={field} value={draft.basis} onType={(basis) => type({ basis })} />
        </>
      )}
    </Form>
  )
}

/** The first of what was found, and the chosen one, which stays in sight while another is searched for. */
function shown(found: readonly CandidateOut[], chosen: CandidateOut | null): CandidateOut[] {
  const first = found.slice(0, MOST_SHOWN)
  const isThere = chosen === null || first.some(({ school_id }) => school_id === chosen.school_id)
  return isThere ? first : [chosen, ...first]
}

function remarkOn(count: number, typed: string): string | null {
  if (count === 0) return `По словам «${typed}» школ не нашлось. Те, что уже в проекте, здесь не показаны.`
  if (count > MOST_SHOWN)
    return `Нашлось ${counted(count, SCHOOLS)}, показаны первые ${MOST_SHOWN}. Уточните название.`
  return null
}

function joinIssues({ school, joinedOn, basis }: JoinDraft, today: string): FieldIssue[] {
  const issues: FieldIssue[] = []
  if (!school) issues.push({ name: 'school_id', message: 'Выберите школу из найденных.' })
  if (!readDate(joinedOn)) {
    issues.push({
      name: 'joined_on',
      message: `Введите день, с которого школа в проекте, например ${formatDate(today)}.`,
    })
  }
  return [...issues, ...basisIssues(basis)]
}
