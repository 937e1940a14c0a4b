/** What leads to a target: rows of the plan, measures of programmes, agreements. */
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { getTargetChoicesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { linkTarget } from '@/api/generated/sdk.gen'
import type { TargetCardOut, TargetLinkOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { useSending } from '@/api/useSending'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Checkbox } from '@/ui/Checkbox'
import { Form } from '@/ui/Form'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from './Targets.module.css'

const KINDS = [
  { kind: 'activity', title: 'Строки дорожной карты' },
  { kind: 'measure', title: 'Меры антирисковых программ' },
  { kind: 'action_point', title: 'Договорённости' },
] as const

export function TargetLinks({ target }: { target: TargetCardOut }) {
  const [isOpen, setOpen] = useState(false)
  const mayLink = target.allowed_actions.includes('link')
  return (
    <Box
      title="Что ведёт к цели"
      aside={
        mayLink &&
        !isOpen && (
          <Button size="small" onClick={() => setOpen(true)}>
            {target.links.length > 0 ? 'Изменить' : 'Выбрать меры'}
          </Button>
        )
      }
    >
      {isOpen ? (
        <Choice target={target} onClose={() => setOpen(false)} />
      ) : target.links.length === 0 ? (
        <p className={text.sub}>Меры не выбраны: неясно, чем школа достигнет плана.</p>
      ) : (
        KINDS.map(({ kind, title }) => {
          const links = target.links.filter((link) => link.kind === kind)
          if (links.length === 0) return null
          return (
            <div key={kind}>
              <h3>{title}</h3>
              <ul className={styles.links}>
                {links.map((link) => (
                  <li key={link.id}>
                    {bound(link.title)}
                    {link.note && <span className={styles.meta}>{bound(link.note)}</span>}
                  </li>
                ))}
              </ul>
            </div>
          )
        })
      )}
    </Box>
  )
}

const keyOf = ({ kind, id }: Pick<TargetLinkOut, 'kind' | 'id'>) => `${kind} ${id}`

function Choice({ target, onClose }: { target: TargetCardOut; onClose: () => void }) {
  const choices = useQuery(getTargetChoicesOptions({ path: { school_id: target.school_id } }))
  const [chosen, setChosen] = useState(() => new Set(target.links.map(keyOf)))
  const { send, ...state } = useSending(['links'])
  if (choices.isPending) return <Loading rows={4} label="Загружаем меры" />
  if (choices.isError) {
    return <ProblemState problem={asProblem(choices.error)} onRetry={() => void choices.refetch()} />
  }
  const { links } = choices.data
  const submit = async () => {
    const picked = links.filter((link) => chosen.has(keyOf(link))).map(({ kind, id }) => ({ kind, id }))
    const isDone = await send([], () =>
      linkTarget({ path: { target_id: target.id }, body: { links: picked }, throwOnError: true }),
    )
    if (isDone) onClose()
  }
  const toggle = (key: string, isChecked: boolean) =>
    setChosen((before) => {
      const after = new Set(before)
      if (isChecked) after.add(key)
      else after.delete(key)
      return after
    })
  return (
    <Form
      label="Что ведёт к цели"
      {...state}
      submit="Сохранить"
      sending="Сохраняем"
      onSubmit={() => void submit()}
      takesFocus
      onClose={onClose}
    >
      {() =>
        KINDS.map(({ kind, title }) => {
          const offered = links.filter((link) => link.kind === kind)
          if (offered.length === 0) return null
          return (
            <fieldset key={kind} className={styles.choices}>
              <legend>{title}</legend>
              {offered.map((link) => (
                <Checkbox
                  key={link.id}
                  label={bound(link.title)}
                  hint={link.note ?? undefined}
                  isChecked={chosen.has(keyOf(link))}
                  onCheck={(isChecked) => toggle(keyOf(link), isChecked)}
                />
              ))}
            </fieldset>
          )
        })
      }
    </Form>
  )
}
