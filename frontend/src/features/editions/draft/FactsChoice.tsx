import { useState } from 'react'
import type { FactKindOut } from '@/api/generated/types.gen'
import { hasAllWords } from '@/lib/folding'
import { Button } from '@/ui/Button'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { titleOf } from './predicate'
import styles from './RowDetails.module.css'

interface FactsChoiceProps {
  chosen: readonly string[]
  /** Facts that may be asked of these members. */
  possible: readonly FactKindOut[]
  kinds: readonly FactKindOut[]
  onChange: (codes: string[]) => void
}

/** As many as the contract takes. */
const MOST_FACTS = 12

/** The facts each member must have, chosen from the catalogue; at least one always stays. */
export function FactsChoice({ chosen, possible, kinds, onChange }: FactsChoiceProps) {
  const [words, setWords] = useState('')
  const others = possible.filter(({ code, title }) => !chosen.includes(code) && hasAllWords(words, title))
  const isFull = chosen.length >= MOST_FACTS
  return (
    <div className={styles.facts}>
      <p className={styles.name}>Что должно быть подтверждено</p>
      <ul className={styles.list}>
        {chosen.map((code) => (
          <li key={code} className={styles.fact}>
            <span>{titleOf(code, kinds)}</span>
            {chosen.length > 1 && (
              <Button
                size="small"
                look="quiet"
                aria-label={`Убрать: ${titleOf(code, kinds)}`}
                onClick={() => onChange(chosen.filter((other) => other !== code))}
              >
                Убрать
              </Button>
            )}
          </li>
        ))}
      </ul>
      {isFull ? (
        <p className={text.meta}>
          В одном условии не больше {MOST_FACTS} фактов. Остальные добавьте вторым условием.
        </p>
      ) : (
        <details>
          <summary>Добавить факт</summary>
          <TextField
            type="search"
            label="Найти факт"
            autoComplete="off"
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
          <ul className={styles.catalogue} aria-label="Факты, которые можно добавить">
            {others.map(({ code, title }) => (
              <li key={code}>
                <Button size="small" look="quiet" onClick={() => onChange([...chosen, code])}>
                  {title}
                </Button>
              </li>
            ))}
          </ul>
          {others.length === 0 && (
            <p className={text.meta}>
              {words === ''
                ? 'Других фактов о них в каталоге нет.'
                : `По словам «${words}» ничего не нашлось. Измените их.`}
            </p>
          )}
        </details>
      )}
    </div>
  )
}
