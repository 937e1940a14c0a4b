/** What stands beside the words of a row: dates, who, where, and what counts as the result. */
import type { DraftRow, FactKindOut, RowReadingOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Button } from '@/ui/Button'
import { SelectField } from '@/ui/SelectField'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import type { RowChange } from './document'
import { MEMBER_WORDS, TARGET_SETS, type TargetSet } from './predicate'
import { ResultsEditor } from './ResultsEditor'
import styles from './RowDetails.module.css'
import { partiesByPart } from './reading'
import { WindowsEditor } from './WindowsEditor'

export interface SectionChoice {
  key: string
  title: string
  /** The section the row stands in. */
  isHome: boolean
}

interface RowDetailsProps {
  id: string
  row: DraftRow
  reading: RowReadingOut | undefined
  kinds: readonly FactKindOut[]
  sections: readonly SectionChoice[]
  onChange: (change: RowChange) => void
  onMoveTo: (sectionKey: string) => void
  onClose: () => void
}

export function RowDetails(props: RowDetailsProps) {
  const { id, row, reading, sections, onChange, onMoveTo, onClose } = props
  return (
    <section id={id} className={styles.details} aria-label={`Сроки и результат строки ${row.number}`}>
      <WindowsEditor row={row} reading={reading} onChange={onChange} />
      <div className={styles.part}>
        <h4>Кто и где</h4>
        <Parties {...props} />
        <SelectField
          label="Где выполняется"
          options={TARGET_SETS.map((value) => ({ value, text: targetWords(value) }))}
          value={row.target_set}
          onChoose={(value) => onChange({ target_set: value as TargetSet })}
        />
        {sections.length > 1 && (
          <SelectField
            id={`${row.key}-section`}
            label="В каком разделе стоит"
            options={sections.map(({ key, title }) => ({ value: key, text: title }))}
            value={sections.find(({ isHome }) => isHome)?.key ?? ''}
            onChoose={onMoveTo}
          />
        )}
      </div>
      <ResultsEditor {...props} />
      <AsInFile {...props} />
      <p className={styles.close}>
        <Button size="small" onClick={onClose}>
          Свернуть
        </Button>
      </p>
    </section>
  )
}

function targetWords(target: TargetSet): string {
  if (target === 'office') return 'в самом управлении'
  return MEMBER_WORDS[target].nominative
}

function Parties({ row, reading, onChange }: RowDetailsProps) {
  const parts = partiesByPart(reading?.parties ?? [])
  return (
    <>
      {parts.map(({ part, title, words }) => (
        <p key={part}>
          {title}: {bound(words.join('; '))}
        </p>
      ))}
      {parts.length === 0 && (
        <p className={text.dim}>
          {reading ? 'В тексте не найдено ни одного исполнителя.' : 'Будет прочитано после сохранения.'}
        </p>
      )}
      {row.parties !== null && (
        <p>
          <Button size="small" onClick={() => onChange({ parties: null })}>
            Читать исполнителей из текста
          </Button>
        </p>
      )}
    </>
  )
}

/** The cells of the file the row came from, the questions in full, what was remarked at the import. */
function AsInFile({ row: { cells, remarks }, reading }: RowDetailsProps) {
  const questions = reading?.questions ?? []
  if (cells.length === 0 && remarks.length === 0 && questions.length === 0) return null
  return (
    <div className={styles.part}>
      {questions.length > 0 && <h4>Вопросы автору</h4>}
      {questions.map((question) => (
        <p key={question.code + question.text}>
          <Status kind={question.is_blocking ? 'due' : 'ask'} text={question.text} />
        </p>
      ))}
      {remarks.length > 0 && <h4>Замечания при загрузке</h4>}
      {remarks.map((remark) => (
        <p key={remark}>{remark}</p>
      ))}
      {cells.length > 0 && <h4>Как в файле</h4>}
      {cells.length > 0 && (
        <ol className={styles.cells}>
          {cells.map((cell, place) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
            <li key={place}>{cell === '' ? <span className={text.dim}>пустая ячейка</span> : cell}</li>
          ))}
        </ol>
      )}
    </div>
  )
}
