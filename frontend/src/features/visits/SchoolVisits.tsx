import { useQuery } from '@tanstack/react-query'
import { ActionBar } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { listVisitConductorsOptions, listVisitsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { planVisit } from '@/api/generated/sdk.gen'
import { useMay, useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { VisitsTable } from './VisitsTable'

/** Visits to one school, and planning the next one. */
export function SchoolVisits({ schoolId }: { schoolId: string }) {
  const visits = useQuery(listVisitsOptions({ query: { school_id: schoolId, limit: 200 } }))
  const team = useQuery(listVisitConductorsOptions({ path: { school_id: schoolId } }))
  const me = useMe()
  const mayPlan = useMay('conduct_visits')
  if (visits.isPending) return <Loading rows={4} label="Загружаем визиты" />
  if (visits.isError) {
    return <ProblemState problem={asProblem(visits.error)} onRetry={() => void visits.refetch()} />
  }
  const people = team.data?.items ?? []
  const own = people.find(({ person_id }) => person_id === me.id)
  return (
    <div className={text.stackWide}>
      {mayPlan && people.length > 0 && (
        <ActionBar
          label="Новый визит"
          subject={`school.${schoolId}.visit`}
          allowed={['plan']}
          blocked={{}}
          actions={[
            {
              name: 'plan',
              words: 'Запланировать визит',
              look: 'primary',
              form: (slot) => (
                <FieldsForm
                  {...slot}
                  label="Новый визит"
                  submit="Запланировать"
                  sending="Записываем"
                  fields={[
                    { name: 'purpose', label: 'Зачем', needed: 'Напишите, зачем визит.' },
                    { name: 'planned_on', label: 'День', kind: 'date', needed: 'Укажите день визита.' },
                    { name: 'planned_time', label: 'Время', hint: 'Например, 10:00. Можно не указывать' },
                    {
                      name: 'person_id',
                      label: 'Кто едет',
                      kind: 'select',
                      start: own?.person_id,
                      options: people.map(({ person_id, full_name, kind }) => ({
                        value: person_id,
                        text: `${full_name}, ${kind === 'curator' ? 'куратор' : 'наставник'}`,
                      })),
                    },
                  ]}
                  onSend={({ purpose = '', planned_on = '', planned_time, person_id }) =>
                    planVisit({
                      path: { school_id: schoolId },
                      body: { purpose, planned_on, planned_time: planned_time || null, person_id },
                      throwOnError: true,
                    })
                  }
                />
              ),
            },
          ]}
        />
      )}
      {visits.data.items.length === 0 ? (
        <EmptyState title="Визитов ещё не было">
          Визит планирует куратор или наставник школы; школа подтверждает день.
        </EmptyState>
      ) : (
        <VisitsTable visits={visits.data.items} hasSchool={false} />
      )}
    </div>
  )
}
