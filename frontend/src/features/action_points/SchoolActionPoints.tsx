import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ActionBar } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import {
  listActionPointAssigneesOptions,
  listActionPointsOptions,
  listVisitsOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import { addActionPoint } from '@/api/generated/sdk.gen'
import type { ActionPointIn } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { PointList } from './PointList'
import type { PointFilter } from './pointsSearch'
import { PRIORITIES } from './words'

/** What was agreed with one school, and agreeing something new. */
export function SchoolActionPoints({ schoolId }: { schoolId: string }) {
  const path = { school_id: schoolId }
  const points = useQuery(listActionPointsOptions({ query: { ...path, limit: 200 } }))
  const people = useQuery(listActionPointAssigneesOptions({ path }))
  const visits = useQuery(listVisitsOptions({ query: { ...path, limit: 200 } }))
  const [filter, setFilter] = useState<PointFilter>('work')
  const mayKeep = useMay('keep_action_points')
  if (points.isPending) return <Loading rows={4} label="Загружаем договорённости" />
  if (points.isError) {
    return <ProblemState problem={asProblem(points.error)} onRetry={() => void points.refetch()} />
  }
  return (
    <div className={text.stackWide}>
      {mayKeep && people.data && (
        <ActionBar
          label="Новая договорённость"
          subject={`school.${schoolId}.point`}
          allowed={['agree']}
          blocked={{}}
          actions={[
            {
              name: 'agree',
              words: 'Записать договорённость',
              look: 'primary',
              form: (slot) => (
                <FieldsForm
                  {...slot}
                  label="Новая договорённость"
                  submit="Записать"
                  sending="Записываем"
                  fields={[
                    {
                      name: 'text',
                      label: 'О чём договорились',
                      kind: 'text',
                      needed: 'Напишите, что сделать.',
                    },
                    {
                      name: 'assignee_id',
                      label: 'Кто выполняет',
                      kind: 'select',
                      options: people.data.items.map(({ person_id, full_name, group_title }) => ({
                        value: person_id,
                        text: `${full_name}, ${group_title}`,
                      })),
                    },
                    { name: 'due_on', label: 'Срок', kind: 'date', needed: 'Укажите срок.' },
                    {
                      name: 'priority',
                      label: 'Срочность',
                      kind: 'select',
                      start: 'medium',
                      options: PRIORITIES,
                    },
                    {
                      name: 'visit_id',
                      label: 'На каком визите',
                      kind: 'select',
                      options: [
                        { value: '', text: 'не на визите' },
                        ...(visits.data?.items ?? []).map(({ id, held_on, planned_on }) => ({
                          value: id,
                          text: formatDate(held_on ?? planned_on),
                        })),
                      ],
                    },
                  ]}
                  onSend={({ text: words = '', assignee_id = '', due_on = '', priority, visit_id }) =>
                    addActionPoint({
                      path,
                      body: {
                        text: words,
                        assignee_id,
                        due_on,
                        priority: priority as ActionPointIn['priority'],
                        visit_id: visit_id || null,
                      },
                      throwOnError: true,
                    })
                  }
                />
              ),
            },
          ]}
        />
      )}
      {points.data.items.length === 0 ? (
        <EmptyState title="Договорённостей нет">
          Записывают куратор, наставник или управление: кто, что и до какого дня делает.
        </EmptyState>
      ) : (
        <PointList items={points.data.items} hasSchool={false} filter={filter} onFilter={setFilter} />
      )}
    </div>
  )
}
