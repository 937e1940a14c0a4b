import type { Action } from '@/acts/ActionBar'
import { FieldsForm, type Typed } from '@/acts/FieldsForm'
import { ReasonForm } from '@/acts/ReasonForm'
import { decideProgramme, submitProgramme } from '@/api/generated/sdk.gen'
import { Problem } from '@/api/problems'
import type { FieldIssue } from '@/lib/fieldIssue'

/** What the school and the curator do with a programme; `hasUnsaved`: something is typed and not saved. */
export function actionsOf(programmeId: string, hasUnsaved: () => boolean): Action[] {
  const path = { programme_id: programmeId }
  return [
    {
      name: 'submit',
      words: 'Сдать куратору',
      look: 'primary',
      run: async () => {
        // The curator would get the text as it was before.
        if (hasUnsaved()) throw UNSAVED
        return submitProgramme({ path, body: {}, throwOnError: true })
      },
    },
    {
      name: 'accept',
      words: 'Принять программу',
      look: 'primary',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Принятие программы"
          submit="Принять"
          sending="Принимаем"
          fields={[
            {
              name: 'matches_concept',
              label: 'Соответствует концепции развития школы',
              kind: 'select',
              needed: 'Укажите, соответствует ли программа концепции развития школы.',
              options: [
                { value: '', text: 'не указано' },
                { value: 'yes', text: 'да' },
                { value: 'no', text: 'нет' },
              ],
            },
            {
              name: 'reason',
              label: 'Пояснение',
              hint: 'Если «нет»: в чём программа расходится с концепцией. Увидит школа',
              kind: 'text',
            },
          ]}
          check={disagreement}
          onSend={({ matches_concept, reason }) =>
            decideProgramme({
              path,
              body: { action: 'accept', matches_concept: matches_concept === 'yes', reason: reason || null },
              throwOnError: true,
            })
          }
        />
      ),
    },
    {
      name: 'return',
      words: 'Вернуть на доработку',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Что исправить"
          hint="Увидит школа"
          submit="Вернуть"
          sending="Возвращаем"
          onSend={(reason) =>
            decideProgramme({ path, body: { action: 'return', reason }, throwOnError: true })
          }
        />
      ),
    },
  ]
}

const UNSAVED = new Problem({
  status: null,
  title: 'Программа не сдана: в ней есть несохранённое',
  text: 'Сохраните введённое и сдайте ещё раз.',
})

/** Who says that the programme does not fit the concept says why. */
function disagreement({ matches_concept, reason = '' }: Typed): FieldIssue[] {
  const isShort = reason.length < SHORTEST && (matches_concept === 'no' || reason !== '')
  return isShort ? [{ name: 'reason', message: 'Напишите, в чём программа расходится с концепцией.' }] : []
}

const SHORTEST = 3
