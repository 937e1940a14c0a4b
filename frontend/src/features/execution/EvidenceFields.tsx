import type { NeededFactOut } from '@/api/generated/types.gen'
import { formatFileSize } from '@/lib/numbers'
import { Button } from '@/ui/Button'
import { FileDrop } from '@/ui/FileDrop'
import type { FieldOf } from '@/ui/Form'
import { Icon } from '@/ui/icons'
import { RadioGroup } from '@/ui/RadioGroup'
import { SelectField } from '@/ui/SelectField'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import styles from './Execution.module.css'
import type { ReportDraft } from './offer'

const WAYS = [
  { value: 'file', text: 'Файл' },
  { value: 'link', text: 'Ссылка' },
  { value: 'requisites', text: 'Реквизиты' },
] as const

const ENDINGS = ['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png']
/** The limit of the server; it decides finally. */
const MAX_BYTES = 20 * 1024 * 1024

interface EvidenceFieldsProps {
  facts: readonly NeededFactOut[]
  fact: NeededFactOut
  draft: ReportDraft
  file: File | null
  isOptional: boolean
  field: FieldOf
  onType: (change: Partial<ReportDraft>) => void
  onFile: (file: File | null) => void
  /** Sends this piece at once, so that another can follow. */
  onOffer?: () => void
}

/** Which fact is shown, and by what: a file, a link, or № and date of a paper. */
export function EvidenceFields({
  facts,
  fact,
  draft,
  file,
  isOptional,
  field,
  onType,
  onFile,
  onOffer,
}: EvidenceFieldsProps) {
  const take = (chosen: File | null) => {
    onFile(chosen)
    const wasByName = file !== null && draft.basis === nameWithoutEnding(file)
    if (chosen && (draft.basis === '' || wasByName)) onType({ basis: nameWithoutEnding(chosen) })
    if (!chosen && wasByName) onType({ basis: '' })
  }
  return (
    <fieldset className={styles.evidenceFields}>
      <legend>Подтверждение{isOptional && <span className={text.meta}> можно не прикладывать</span>}</legend>
      {facts.length > 1 ? (
        <SelectField
          {...field('fact')}
          label="Что подтверждает"
          options={facts.map(({ code, title, since_on }) => ({
            value: code,
            text: since_on === null ? title : `${title} (уже есть)`,
          }))}
          value={fact.code}
          onChoose={(code) => onType({ fact: code })}
        />
      ) : (
        <p className={text.sub}>Что подтверждает: {fact.title}</p>
      )}
      <RadioGroup label="Чем" options={WAYS} chosen={draft.by} onChoose={(by) => onType({ by })} />
      {draft.by === 'file' &&
        (file ? (
          <p className={styles.file}>
            <Icon name="file" />
            <span>
              {file.name}, {formatFileSize(file.size)}
            </span>
            <Button size="small" aria-label={`Убрать файл ${file.name}`} onClick={() => take(null)}>
              Убрать
            </Button>
          </p>
        ) : (
          <FileDrop
            {...field('file')}
            label="Файл"
            hint="PDF, DOCX, XLSX или снимок (JPG, PNG) до 20 МБ"
            endings={ENDINGS}
            maxBytes={MAX_BYTES}
            tooLarge="Сохраните его меньшего размера или дайте ссылку."
            isSingle
            onTake={([chosen]) => take(chosen ?? null)}
          />
        ))}
      {draft.by === 'link' && (
        <TextField
          {...field('link_url')}
          label="Ссылка"
          hint="Например, на страницу сайта школы"
          type="url"
          inputMode="url"
          value={draft.link}
          maxLength={2000}
          onChange={(event) => onType({ link: event.target.value })}
        />
      )}
      <TextField
        {...field('basis')}
        label={draft.by === 'requisites' ? '№ и дата документа' : 'Что это за документ'}
        hint={
          draft.by === 'requisites'
            ? 'Например, приказ № 15-од от 10.03.2021'
            : 'Название, № и дата, если есть'
        }
        value={draft.basis}
        maxLength={500}
        onChange={(event) => onType({ basis: event.target.value })}
      />
      {fact.counts_people && (
        <div className={styles.heads}>
          <TextField
            {...field('counted')}
            label="Сколько человек"
            inputMode="numeric"
            value={draft.counted}
            maxLength={6}
            onChange={(event) => onType({ counted: event.target.value })}
          />
          <TextField
            {...field('of_total')}
            label="Из скольких"
            inputMode="numeric"
            value={draft.ofTotal}
            maxLength={6}
            onChange={(event) => onType({ ofTotal: event.target.value })}
          />
        </div>
      )}
      {onOffer && (
        <Button size="small" className={styles.offer} onClick={onOffer}>
          Сохранить и приложить ещё
        </Button>
      )}
    </fieldset>
  )
}

function nameWithoutEnding({ name }: File): string {
  return name.replace(/\.[^.]+$/, '')
}
