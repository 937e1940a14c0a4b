/** What stands around the rows: the act that will give the edition its force, its periods, who answers for it. */
import { memo } from 'react'
import type { DraftDocument } from '@/api/generated/types.gen'
import { Box } from '@/ui/Box'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { ActFile } from '../ActFile'
import styles from './AboutEdition.module.css'
import { DayField } from './DayField'
import type { AboutChange, DraftEvent } from './document'
import { ABOUT, fieldId, type Issue, messageAt } from './issues'

interface AboutEditionProps {
  edition: Edition
  about: Omit<DraftDocument, 'sections'>
  issues: readonly Issue[] | undefined
  dispatch: (event: DraftEvent) => void
}

export interface Edition {
  id: string
  number: number
  /** The signed act, where it was attached. */
  fileName: string | null
}

const LINE = 300
const LONG = 4_000

export const AboutEdition = memo(function AboutEdition(props: AboutEditionProps) {
  return (
    <>
      <ActFields {...props} />
      <PlanFields {...props} />
    </>
  )
})

function ActFields({ edition, about: { act }, issues, dispatch }: AboutEditionProps) {
  const set = (change: Partial<typeof act>) => dispatch({ type: 'set-act', change })
  const line = (field: keyof typeof act) => ({
    id: fieldId(ABOUT, `act-${field}`),
    error: messageAt(issues, `act-${field}`),
    maxLength: LINE,
  })
  return (
    <Box title="Распоряжение" meta="номер, дата и подпись могут подождать, пока оно не подписано">
      <div className={styles.fields}>
        <TextField
          {...line('kind')}
          label="Вид документа"
          value={act.kind}
          onChange={(event) => set({ kind: event.target.value })}
        />
        <TextField
          {...line('number')}
          label="Номер"
          value={act.number ?? ''}
          onChange={(event) => set({ number: event.target.value || null })}
        />
        <DayField
          {...line('signed_on')}
          label="Дата"
          hint=""
          value={act.signed_on}
          onChange={(day) => set({ signed_on: day })}
        />
        <DayField
          {...line('effective_on')}
          label="Вступает в силу"
          hint=""
          value={act.effective_on}
          onChange={(day) => set({ effective_on: day })}
        />
        <div className={styles.wide}>
          <TextField
            {...line('issuer')}
            label="Кто издал"
            value={act.issuer}
            onChange={(event) => set({ issuer: event.target.value })}
          />
        </div>
        <div className={styles.wide}>
          <TextField
            {...line('signed_by')}
            label="Кто подписал"
            value={act.signed_by ?? ''}
            onChange={(event) => set({ signed_by: event.target.value || null })}
          />
        </div>
        <div className={styles.whole}>
          <TextArea
            {...line('title')}
            maxLength={LONG}
            label="Название распоряжения"
            rows={2}
            value={act.title}
            onChange={(event) => set({ title: event.target.value })}
          />
        </div>
        <div className={styles.whole}>
          <ActFile editionId={edition.id} number={edition.number} fileName={edition.fileName} mayAttach />
        </div>
      </div>
    </Box>
  )
}

function PlanFields({ about, issues, dispatch }: AboutEditionProps) {
  const set = (change: AboutChange) => dispatch({ type: 'set-about', change })
  const line = (field: keyof AboutChange) => ({
    id: fieldId(ABOUT, field),
    error: messageAt(issues, field),
    maxLength: LINE,
  })
  return (
    <Box title="План" meta="слова и сроки, общие для всех строк">
      <div className={styles.fields}>
        <div className={styles.whole}>
          <TextArea
            {...line('heading')}
            maxLength={LONG}
            label="Заголовок плана"
            rows={2}
            value={about.heading}
            onChange={(event) => set({ heading: event.target.value })}
          />
        </div>
        <div className={styles.wide}>
          <TextField
            {...line('period_text')}
            label="Период, как в распоряжении"
            value={about.period_text}
            onChange={(event) => set({ period_text: event.target.value })}
          />
        </div>
        <DayField
          {...line('period_start')}
          label="Период начинается"
          hint=""
          isNeeded
          value={about.period_start}
          onChange={(day) => day && set({ period_start: day })}
        />
        <DayField
          {...line('period_end')}
          label="Период кончается"
          hint=""
          isNeeded
          value={about.period_end}
          onChange={(day) => day && set({ period_end: day })}
        />
        <p className={`${styles.wide} ${styles.aside} ${text.sub}`}>
          Что значит «в течение реализации проекта»: от первого до последнего дня проекта.
        </p>
        <DayField
          {...line('project_start')}
          label="Проект начинается"
          hint=""
          value={about.project_start}
          onChange={(day) => set({ project_start: day })}
        />
        <DayField
          {...line('project_end')}
          label="Проект кончается"
          hint=""
          value={about.project_end}
          onChange={(day) => set({ project_end: day })}
        />
        <div className={styles.wide}>
          <TextField
            {...line('responsible_official')}
            label="Ответственный за исполнение распоряжения"
            value={about.responsible_official}
            onChange={(event) => set({ responsible_official: event.target.value })}
          />
        </div>
        <div className={styles.wide}>
          <TextField
            {...line('controlled_by')}
            label="Контроль за исполнением"
            value={about.controlled_by ?? ''}
            onChange={(event) => set({ controlled_by: event.target.value || null })}
          />
        </div>
      </div>
    </Box>
  )
}
