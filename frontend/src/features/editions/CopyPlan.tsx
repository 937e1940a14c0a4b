import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { copyPlanMutation, getDraftQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import type { EditionOut, PlanOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Dialog } from '@/ui/Dialog'
import { type FieldIssue, Form } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { codeIssue, shiftedYears, titleIssue } from './copies'
import { actWords } from './words'

const YEARS = [1, 2, 3].map((years) => ({
  value: String(years),
  text: years === 1 ? 'на год' : `на ${years} года`,
}))

interface CopyPlanProps {
  plan: PlanOut
  /** The edition whose rows are copied. */
  edition: EditionOut
  takenCodes: readonly string[]
  isOpen: boolean
  onClose: () => void
}

/** Last year's plan as the beginning of the next one: a new plan whose draft has every date shifted. */
export function CopyPlan({ plan, edition, isOpen, onClose, ...rest }: CopyPlanProps) {
  return (
    <Dialog title="Скопировать план на следующий год" isOpen={isOpen} onClose={onClose}>
      <div className={text.stackWide}>
        <p className={text.sub}>
          Появится новый план с черновиком: те же строки, что в редакции «{actWords(edition.act)}», все даты
          сдвинуты. Этот план не изменится.
        </p>
        <CopyForm plan={plan} edition={edition} {...rest} />
      </div>
    </Dialog>
  )
}

function CopyForm({ plan, edition, takenCodes }: Pick<CopyPlanProps, 'plan' | 'edition' | 'takenCodes'>) {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [years, setYears] = useState(1)
  const [title, setTitle] = useState(shiftedYears(plan.title, 1))
  const [code, setCode] = useState(shiftedYears(plan.code, 1))
  const [issues, setIssues] = useState<readonly FieldIssue[]>([])
  const copy = useMutation({
    ...copyPlanMutation(),
    onSuccess: (draft) => {
      const path = { edition_id: draft.edition_id }
      queries.setQueryData(getDraftQueryKey({ path }), draft)
      void queries.invalidateQueries()
      void navigate({ to: '/plan/drafts/$editionId', params: { editionId: draft.edition_id } })
    },
    onError: (error) => setIssues(serverIssues(error)),
  })
  const submit = () => {
    const found = [
      { name: 'title', message: titleIssue(title) },
      { name: 'code', message: codeIssue(code, takenCodes) },
    ].filter((issue): issue is FieldIssue => issue.message !== null)
    setIssues(found)
    if (found.length === 0) {
      copy.mutate({ path: { edition_id: edition.id }, body: { code, title: title.trim(), years } })
    }
  }
  const shift = (value: string) => {
    const next = Number(value)
    // What was written by hand stays.
    if (title === shiftedYears(plan.title, years)) setTitle(shiftedYears(plan.title, next))
    if (code === shiftedYears(plan.code, years)) setCode(shiftedYears(plan.code, next))
    setYears(next)
  }
  const problem = copy.error && issues.length === 0 && !copy.isPending ? asProblem(copy.error) : null
  return (
    <Form
      label="Копия плана"
      issues={issues}
      failure={problem}
      isSending={copy.isPending}
      submit="Создать копию"
      sending="Создаём"
      onSubmit={submit}
    >
      {(field) => (
        <>
          <SelectField label="Сдвинуть даты" options={YEARS} value={String(years)} onChoose={shift} />
          <TextField
            {...field('title')}
            label="Название нового плана"
            maxLength={300}
            value={title}
            onChange={(event) => setTitle(event.target.value)}
          />
          <TextField
            {...field('code')}
            label="Код нового плана"
            hint="Латинские буквы, цифры и «_». По коду план узнают программы."
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

/** The findings of the server that belong to a field of the form; others are told above it. */
export function serverIssues(error: unknown): FieldIssue[] {
  return asProblem(error).fields.flatMap(({ pointer, message }) => {
    const name = pointer.split('/').at(-1) ?? ''
    return ['title', 'code'].includes(name) ? [{ name, message: message.replace(/^«[^»]*»:\s*/, '') }] : []
  })
}
