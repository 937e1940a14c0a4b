import { Button } from '@/ui/Button'
import { DateField } from '@/ui/DateField'
import type { FieldOf } from '@/ui/Form'
import { SelectField } from '@/ui/SelectField'
import { TextArea } from '@/ui/TextArea'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import type { TypedMeasure } from './document'
import styles from './Programmes.module.css'
import { MEASURE_LABELS, measureField } from './refusals'
import { Told } from './Told'

interface MeasureFieldsProps {
  measure: TypedMeasure
  place: number
  isLast: boolean
  field: FieldOf
  onType: (part: Partial<TypedMeasure>) => void
  onMove: (by: number) => void
  onRemove: () => void
}

/** One measure: what, until when, by whom, by what it is shown. */
export function MeasureFields({
  measure,
  place,
  isLast,
  field,
  onType,
  onMove,
  onRemove,
}: MeasureFieldsProps) {
  const name = `Мера ${place + 1}`
  const of = (part: keyof typeof MEASURE_LABELS) => ({
    ...field(measureField(measure.key, part)),
    label: MEASURE_LABELS[part],
  })
  if (measure.isFixed) {
    return (
      <div>
        <Told field={field} name={measure.key} />
        <p className={text.sub}>
          {name}: {measure.title}. Она уже выполнялась, поэтому не меняется.
        </p>
      </div>
    )
  }
  return (
    <fieldset className={styles.measure}>
      <legend>{name}</legend>
      <Told field={field} name={measure.key} />
      <TextArea
        {...of('title')}
        value={measure.title}
        rows={2}
        onChange={(event) => onType({ title: event.target.value })}
      />
      <TextField
        {...of('task')}
        hint="Какую задачу программы она решает"
        value={measure.task}
        onChange={(event) => onType({ task: event.target.value })}
      />
      <div className={`${text.columns} ${text.half}`}>
        <SelectField
          {...of('stage')}
          value={measure.stage}
          options={[
            { value: '1', text: 'первый' },
            { value: '2', text: 'второй' },
          ]}
          onChoose={(stage) => onType({ stage })}
        />
        <TextField
          {...of('responsible')}
          value={measure.responsible}
          onChange={(event) => onType({ responsible: event.target.value })}
        />
        <DateField {...of('due_on')} value={measure.dueOn} onType={(dueOn) => onType({ dueOn })} />
        <TextField
          {...of('evidence_kind')}
          hint="Приказ, справка, протокол"
          value={measure.evidenceKind}
          onChange={(event) => onType({ evidenceKind: event.target.value })}
        />
        <TextField
          {...of('participants')}
          value={measure.participants}
          onChange={(event) => onType({ participants: event.target.value })}
        />
        <TextField
          {...of('indicator')}
          value={measure.indicator}
          onChange={(event) => onType({ indicator: event.target.value })}
        />
      </div>
      <div className={text.row}>
        {place > 0 && (
          <Button size="small" look="quiet" aria-label={`Выше: ${name}`} onClick={() => onMove(-1)}>
            Выше
          </Button>
        )}
        {!isLast && (
          <Button size="small" look="quiet" aria-label={`Ниже: ${name}`} onClick={() => onMove(1)}>
            Ниже
          </Button>
        )}
        <Button size="small" look="quiet" aria-label={`Убрать: ${name}`} onClick={onRemove}>
          Убрать
        </Button>
      </div>
    </fieldset>
  )
}
