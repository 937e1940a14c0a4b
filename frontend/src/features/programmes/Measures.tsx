import { type Action, ActionBar, reasonsOf } from '@/acts/ActionBar'
import { Download } from '@/acts/Download'
import { FieldsForm } from '@/acts/FieldsForm'
import { ReasonForm } from '@/acts/ReasonForm'
import { downloadFile } from '@/api/download'
import { decideMeasure, getMeasureFile } from '@/api/generated/sdk.gen'
import type { MeasureOut } from '@/api/generated/types.gen'
import { sendForm } from '@/api/upload'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { measureStatus } from './words'

/** Measures by stage with what shows them; the curator confirms one by one. */
export function Measures({ measures, today }: { measures: readonly MeasureOut[]; today: string }) {
  if (measures.length === 0) {
    return <EmptyState title="Мер пока нет">Без мер программу не примут.</EmptyState>
  }
  return [1, 2].map((stage) => {
    const own = measures.filter((measure) => measure.stage === stage)
    return (
      <Box key={stage} title={`Меры ${stage}-го этапа`} meta={String(own.length)}>
        {own.length === 0 ? (
          <p className={text.sub}>Мер этого этапа нет.</p>
        ) : (
          <ul className={text.stackWide}>
            {own.map((measure) => (
              <Measure key={measure.id} measure={measure} today={today} />
            ))}
          </ul>
        )}
      </Box>
    )
  })
}

function Measure({ measure, today }: { measure: MeasureOut; today: string }) {
  return (
    <li className={text.stack}>
      <p>
        <Status {...measureStatus(measure)} /> <b>{bound(measure.title)}</b>
      </p>
      <p className={text.meta}>
        {measure.due_on ? `до ${formatDate(measure.due_on)}` : 'срок не указан'}
        {measure.responsible && ` · ${measure.responsible}`}
        {measure.evidence_kind && ` · подтверждает: ${measure.evidence_kind}`}
      </p>
      <MeasureWords measure={measure} />
      {measure.done_on && (
        <p className={text.small}>
          Выполнено {formatDate(measure.done_on)}, {measure.submitted_by}:{' '}
          {bound(measure.evidence_text ?? '')}
        </p>
      )}
      {measure.link_url && (
        <p className={text.small}>
          <a href={measure.link_url} target="_blank" rel="noopener noreferrer">
            {measure.link_url}
          </a>{' '}
          <span className={text.meta}>в новой вкладке</span>
        </p>
      )}
      {measure.file_name && (
        <Download
          what={measure.file_name}
          size="small"
          load={() =>
            downloadFile((asFile) => getMeasureFile({ path: { measure_id: measure.id }, ...asFile }))
          }
        >
          Скачать файл
        </Download>
      )}
      {measure.reason && measure.state === 'returned' && (
        <p className={text.small}>Чего не хватает: {bound(measure.reason)}</p>
      )}
      <ActionBar
        label={`Мера: ${measure.title}`}
        subject={`measure.${measure.id}`}
        actions={actionsOf(measure, today)}
        allowed={measure.allowed_actions}
        blocked={reasonsOf(measure.blocked)}
        moot={['confirm', 'send_back', 'evidence']}
      />
    </li>
  )
}

/** What else the school has written of the measure. */
function MeasureWords({ measure: { task, participants, indicator } }: { measure: MeasureOut }) {
  const words = [
    task && `Задача: ${task}`,
    participants && `Участники: ${participants}`,
    indicator && `Показатель: ${indicator}`,
  ].filter(Boolean)
  return words.length > 0 && <p className={text.small}>{bound(words.join(' · '))}</p>
}

function actionsOf(measure: MeasureOut, today: string): Action[] {
  const path = { measure_id: measure.id }
  return [
    {
      name: 'evidence',
      words: 'Приложить подтверждение',
      look: 'primary',
      form: (slot) => (
        <FieldsForm
          {...slot}
          label="Подтверждение меры"
          submit="Отправить куратору"
          sending="Отправляем"
          fields={[
            {
              name: 'done_on',
              label: 'Когда выполнена',
              kind: 'date',
              start: today,
              needed: 'Укажите день.',
            },
            { name: 'evidence_text', label: 'Чем подтверждается', kind: 'text', needed: 'Напишите, чем.' },
            { name: 'link_url', label: 'Ссылка', hint: 'Можно не указывать' },
            { name: 'file', label: 'Файл', kind: 'file' },
          ]}
          onSend={({ done_on = '', evidence_text = '', link_url }, file, onProgress) => {
            const form = new FormData()
            form.append('done_on', done_on)
            form.append('evidence_text', evidence_text)
            if (link_url) form.append('link_url', link_url)
            if (file) form.append('file', file)
            return sendForm(`/api/v1/measures/${measure.id}/evidence`, form, { onProgress })
          }}
        />
      ),
    },
    {
      name: 'confirm',
      words: 'Подтвердить меру',
      look: 'primary',
      run: () => decideMeasure({ path, body: { action: 'confirm' }, throwOnError: true }),
    },
    {
      name: 'send_back',
      words: 'Вернуть подтверждение',
      form: (slot) => (
        <ReasonForm
          {...slot}
          label="Чего не хватает"
          hint="Увидит школа"
          submit="Вернуть"
          sending="Возвращаем"
          onSend={(reason) =>
            decideMeasure({ path, body: { action: 'send_back', reason }, throwOnError: true })
          }
        />
      ),
    },
  ]
}
