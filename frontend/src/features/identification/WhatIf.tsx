import { useDebouncedCallback } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import {
  getIdentificationWhatIfOptions,
  listLowResultsRulesOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import type { IdentificationRunOut, IdentificationWhatIfOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatSigned } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { RadioGroup } from '@/ui/RadioGroup'
import fields from '@/ui/TextField.module.css'
import text from '@/ui/text.module.css'
import styles from './Identification.module.css'
import type { Tried } from './runSearch'
import { ZoneMark } from './Verdict'
import { SCHOOLS } from './words'

/** A pause in dragging after which the server is asked. */
const PAUSE_MS = 250

interface WhatIfProps {
  run: IdentificationRunOut
  tried: Tried
  onTry: (to: Tried) => void
}

/** Other thresholds over the same counts. Nothing is kept: what is tried is in the address alone. */
export function WhatIf({ run, tried, onTry }: WhatIfProps) {
  const rules = useQuery(listLowResultsRulesOptions())
  const was = rules.data?.items.find(({ id }) => id === run.rule_id)?.parameters
  const { data, error, refetch } = useQuery({
    ...getIdentificationWhatIfOptions({
      path: { run_id: run.id },
      query: {
        share_pct: tried.share,
        min_participants: tried.least,
        low_procedures: tried.low,
        criteria: tried.criteria,
      },
    }),
    placeholderData: keepPreviousData,
  })
  if (rules.error) {
    return <ProblemState problem={asProblem(rules.error)} onRetry={() => void rules.refetch()} />
  }
  if (!was) return <Loading rows={3} label="Загружаем правило" />
  return (
    <>
      <p className={text.sub}>
        {bound('Пересчёт по тем же числам, что в расчёте. Ничего не сохраняется и школам не видно.')}
      </p>
      <div className={styles.tries}>
        <Slider
          label="Порог доли"
          unit={'\u00a0%'}
          least={10}
          most={60}
          start={was.share_pct}
          value={tried.share ?? was.share_pct}
          onSlide={(share) => onTry({ share })}
        />
        <Slider
          label="Участников не меньше"
          least={1}
          most={30}
          start={was.min_participants}
          value={tried.least ?? was.min_participants}
          onSlide={(least) => onTry({ least })}
        />
        <Slider
          label="Критерий А: низких процедур"
          least={1}
          most={6}
          start={was.low_procedures}
          value={tried.low ?? was.low_procedures}
          onSlide={(low) => onTry({ low })}
        />
        <RadioGroup
          label="Для перечня"
          options={[
            { value: 'any', text: 'достаточно одного критерия' },
            { value: 'all', text: 'нужны оба' },
          ]}
          chosen={tried.criteria ?? was.criteria}
          onChoose={(criteria) => onTry({ criteria: criteria === was.criteria ? undefined : criteria })}
        />
      </div>
      <Button
        size="small"
        onClick={() => onTry({ share: undefined, least: undefined, low: undefined, criteria: undefined })}
      >
        Вернуть пороги расчёта
      </Button>
      {error ? (
        <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : data ? (
        <Outcome found={data} />
      ) : (
        <Loading rows={5} label="Пересчитываем" />
      )}
    </>
  )
}

interface SliderProps {
  label: string
  unit?: string
  least: number
  most: number
  /** The value of the rule itself: back to it nothing is tried. */
  start: number
  value: number
  onSlide: (value: number | undefined) => void
}

function Slider({ label, unit = '', least, most, start, value, onSlide }: SliderProps) {
  const id = useId()
  const [dragged, setDragged] = useState<number | null>(null)
  const settle = useDebouncedCallback((to: number) => {
    setDragged(null)
    onSlide(to === start ? undefined : to)
  }, PAUSE_MS)
  const shown = dragged ?? value
  return (
    <div>
      <label htmlFor={id} className={fields.label}>
        {`${label}: ${shown}${unit}`}
      </label>
      <input
        id={id}
        type="range"
        className={styles.slider}
        min={least}
        max={most}
        step={1}
        value={shown}
        aria-valuetext={`${shown}${unit}`}
        onChange={({ currentTarget }) => {
          setDragged(Number(currentTarget.value))
          settle(Number(currentTarget.value))
        }}
      />
      <p className={text.meta}>{`в расчёте ${start}${unit}`}</p>
    </div>
  )
}

function Outcome({ found: { before, after, moved, moved_total } }: { found: IdentificationWhatIfOut }) {
  return (
    <div className={styles.stack}>
      <p role="status">
        <b>
          {moved_total === 0
            ? 'Ни у одной школы вердикт не меняется.'
            : `Вердикт меняется: ${counted(moved_total, SCHOOLS)}.`}
        </b>
      </p>
      <DataTable
        caption="Сколько школ при порогах расчёта и при других"
        density="compact"
        columns={[
          { key: 'status', title: 'По правилу' },
          { key: 'before', title: 'В расчёте', isNumeric: true },
          { key: 'after', title: 'При других порогах', isNumeric: true },
          { key: 'change', title: 'Разница', isNumeric: true },
        ]}
      >
        <tbody>
          {before.map(({ status, title, count }, place) => {
            const now = after[place]?.count ?? 0
            return (
              <tr key={status}>
                <th scope="row">{title}</th>
                <td className={cell.num}>{count}</td>
                <td className={cell.num}>{now}</td>
                <td className={cell.num}>{formatSigned(now - count)}</td>
              </tr>
            )
          })}
        </tbody>
      </DataTable>
      {moved.length > 0 && (
        <ul>
          {moved.map((one) => (
            <li key={one.school_id}>
              <Link to="/schools/$schoolId" params={{ schoolId: one.school_id }}>
                {bound(one.school_name)}
              </Link>
              {`: было «${one.was_title}», станет «${one.becomes_title}» `}
              <ZoneMark zone={one.zone} title={one.zone_title} />
            </li>
          ))}
        </ul>
      )}
      {moved.length < moved_total && (
        <p className={text.meta}>{`Показаны ${moved.length} из ${moved_total}.`}</p>
      )}
    </div>
  )
}
