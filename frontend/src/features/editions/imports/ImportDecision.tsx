/** What can be made of a recognised file: the next edition of a plan, or a new plan. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import {
  createDraftMutation,
  createPlanMutation,
  getDraftQueryKey,
} from '@/api/generated/@tanstack/react-query.gen'
import type { DraftOut, PlanImportOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { isUuid } from '@/lib/uuid'
import { Box } from '@/ui/Box'
import { buttonClass } from '@/ui/Button'
import { type FieldIssue, Form } from '@/ui/Form'
import { Note } from '@/ui/Note'
import { RadioGroup } from '@/ui/RadioGroup'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { serverIssues } from '../CopyPlan'
import { codeIssue, titleIssue } from '../copies'

interface ImportDecisionProps {
  found: PlanImportOut
  plans: readonly PlanOut[]
}

const WAYS = [
  { value: 'edition', text: 'следующая редакция плана' },
  { value: 'plan', text: 'новый план' },
] as const

export function ImportDecision({ found, plans }: ImportDecisionProps) {
  const [way, setWay] = useState<'edition' | 'plan'>(found.plan_id === null ? 'plan' : 'edition')
  if (found.state === 'drafted') return <Drafted editionId={found.edition_id} />
  const actions = { edition: 'create_draft', plan: 'create_plan' } as const
  return (
    <Box title="Что сделать из файла">
      <div className={`${text.stackWide} ${text.measure}`}>
        <RadioGroup label="Это" options={WAYS} chosen={way} onChoose={setWay} />
        {!found.allowed_actions.includes(actions[way]) ? (
          <WhyDisabled why="Сейчас из этого файла черновик создать нельзя.">
            {way === 'edition' ? 'Создать черновик редакции' : 'Создать новый план'}
          </WhyDisabled>
        ) : way === 'edition' ? (
          <NewEdition found={found} plans={plans} />
        ) : (
          <NewPlan found={found} plans={plans} />
        )}
      </div>
    </Box>
  )
}

function Drafted({ editionId }: { editionId: string | null }) {
  if (editionId === null) return <Note>Черновик из этого файла создавали, но потом от него отказались.</Note>
  return (
    <Note tone="accent">
      <p className={text.row}>
        <span>Из этого файла создан черновик.</span>
        <Link
          to="/plan/drafts/$editionId"
          params={{ editionId }}
          className={buttonClass({ look: 'primary', size: 'small' })}
        >
          Открыть черновик
        </Link>
      </p>
    </Note>
  )
}

function useOpenDraft() {
  const navigate = useNavigate()
  const queries = useQueryClient()
  return (draft: DraftOut) => {
    queries.setQueryData(getDraftQueryKey({ path: { edition_id: draft.edition_id } }), draft)
    void queries.invalidateQueries()
    void navigate({ to: '/plan/drafts/$editionId', params: { editionId: draft.edition_id } })
  }
}

function NewEdition({ found, plans }: ImportDecisionProps) {
  const [planId, setPlanId] = useState(found.plan_id ?? plans[0]?.id ?? '')
  const [issues, setIssues] = useState<readonly FieldIssue[]>([])
  const create = useMutation({ ...createDraftMutation(), onSuccess: useOpenDraft() })
  const isOther = found.plan_id !== null && planId !== found.plan_id
  const problem = create.error && !create.isPending ? asProblem(create.error) : null
  // One draft at a time: the refusal names the one that is open.
  const openDraft = [problem?.at('/plan_id')].find(isUuid)
  const submit = () => {
    setIssues(
      planId === '' ? [{ name: 'plan', message: 'Выберите план, редакцией которого станет файл.' }] : [],
    )
    if (planId !== '') create.mutate({ path: { plan_id: planId }, body: { import_id: found.id } })
  }
  return (
    <Form
      label="Черновик редакции"
      issues={issues}
      failure={problem}
      isSending={create.isPending}
      submit="Создать черновик редакции"
      sending="Создаём черновик"
      onSubmit={submit}
    >
      {(field) => (
        <>
          <SelectField
            {...field('plan')}
            label="План"
            options={plans.map(({ id, title }) => ({ value: id, text: title }))}
            value={planId}
            onChoose={setPlanId}
          />
          {openDraft && (
            <Link to="/plan/drafts/$editionId" params={{ editionId: openDraft }}>
              Открыть черновик, который уже есть
            </Link>
          )}
          {isOther && (
            <p className={text.meta}>
              {bound(
                'Строки ниже сравнены с другим планом. С выбранным их сравнят, когда черновик будет создан.',
              )}
            </p>
          )}
        </>
      )}
    </Form>
  )
}

function NewPlan({ found, plans }: ImportDecisionProps) {
  const [title, setTitle] = useState('')
  const [code, setCode] = useState('')
  const [issues, setIssues] = useState<readonly FieldIssue[]>([])
  const create = useMutation({
    ...createPlanMutation(),
    onSuccess: useOpenDraft(),
    onError: (error) => setIssues(serverIssues(error)),
  })
  const taken = plans.map((plan) => plan.code)
  const submit = () => {
    const wrong = [
      { name: 'title', message: titleIssue(title) },
      { name: 'code', message: codeIssue(code, taken) },
    ].filter((issue): issue is FieldIssue => issue.message !== null)
    setIssues(wrong)
    if (wrong.length === 0) create.mutate({ body: { code, title: title.trim(), import_id: found.id } })
  }
  const isTold = issues.length > 0
  return (
    <Form
      label="Новый план"
      issues={issues}
      failure={create.error && !create.isPending && !isTold ? asProblem(create.error) : null}
      isSending={create.isPending}
      submit="Создать новый план"
      sending="Создаём план"
      onSubmit={submit}
    >
      {(field) => (
        <>
          <TextField
            {...field('title')}
            label="Название плана"
            maxLength={300}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <TextField
            {...field('code')}
            label="Код плана"
            hint="Латинские буквы, цифры и «_», например road_map_2022. По коду план узнают программы."
            maxLength={60}
            autoComplete="off"
            spellCheck={false}
            value={code}
            onChange={(event) => setCode(event.target.value)}
          />
        </>
      )}
    </Form>
  )
}
