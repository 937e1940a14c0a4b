/** The field and its answers: a combobox whose list is walked by arrows while the focus stays in the field. */
import { useRouter } from '@tanstack/react-router'
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { isEnough } from './findings'
import styles from './SearchBox.module.css'
import { type Finding, useFindings } from './useFindings'

/** `onFollow` closes the search: the person has gone where he wanted. */
export function SearchBox({ onFollow }: { onFollow: () => void }) {
  const [question, setQuestion] = useState('')
  const [place, setPlace] = useState(0)
  const router = useRouter()
  const field = useRef<HTMLInputElement>(null)
  // The box arrives after its dialog has looked for a field to give the focus to.
  useEffect(() => field.current?.focus(), [])
  const listId = useId()
  const { items, isAsking, problem } = useFindings(question)
  const current = items[Math.min(place, items.length - 1)]

  const follow = ({ href }: Finding) => {
    onFollow()
    router.history.push(href)
  }
  const walk = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step && items.length > 0) {
      event.preventDefault()
      const next = (Math.min(place, items.length - 1) + step + items.length) % items.length
      setPlace(next)
      document.getElementById(`${listId}-${next}`)?.scrollIntoView({ block: 'nearest' })
    }
    if (event.key === 'Enter' && current) {
      event.preventDefault()
      follow(current)
    }
  }
  return (
    <>
      <TextField
        ref={field}
        label="Школа, строка плана или раздел"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        maxLength={100}
        data-autofocus
        aria-autocomplete="list"
        aria-expanded={items.length > 0}
        aria-controls={items.length > 0 ? listId : undefined}
        aria-activedescendant={current ? `${listId}-${items.indexOf(current)}` : undefined}
        value={question}
        onChange={(event) => {
          setQuestion(event.target.value)
          setPlace(0)
        }}
        onKeyDown={walk}
      />
      <p className={styles.said} role="status">
        {wordsFor({ question, items, isAsking, failure: problem && `${problem.title}. ${problem.text}` })}
      </p>
      {items.length > 0 && (
        <div id={listId} role="listbox" aria-label="Найденное" className={styles.list}>
          {groupsOf(items).map(([group, found]) => (
            // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand inside a listbox
            <div key={group} role="group" aria-label={group}>
              <p className={styles.group} aria-hidden="true">
                {group}
              </p>
              {found.map((item) => (
                <Option
                  key={item.key}
                  id={`${listId}-${items.indexOf(item)}`}
                  item={item}
                  isCurrent={item === current}
                  onFollow={() => follow(item)}
                />
              ))}
            </div>
          ))}
        </div>
      )}
    </>
  )
}

interface OptionProps {
  id: string
  item: Finding
  isCurrent: boolean
  onFollow: () => void
}

function Option({ id, item, isCurrent, onFollow }: OptionProps) {
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard by the field, which keeps the focus
    // biome-ignore lint/a11y/useFocusableInteractive: see above
    <div id={id} role="option" aria-selected={isCurrent} className={styles.option} onClick={onFollow}>
      <span>{item.title}</span>
      {item.meta && <span className={text.meta}>{item.meta}</span>}
    </div>
  )
}

function groupsOf(items: readonly Finding[]): [group: string, found: Finding[]][] {
  const groups = new Map<string, Finding[]>()
  for (const item of items) groups.set(item.group, [...(groups.get(item.group) ?? []), item])
  return [...groups]
}

interface Answer {
  question: string
  items: readonly Finding[]
  isAsking: boolean
  failure: string | null
}

function wordsFor({ question, items, isAsking, failure }: Answer): string {
  if (!isEnough(question)) return 'Введите часть названия школы, номер строки («500+.4») или слова из неё.'
  if (failure) return failure
  if (items.length > 0) return `Найдено: ${items.length}. Стрелки выбирают, Enter открывает.`
  return isAsking ? 'Ищем' : `По запросу «${question.trim()}» ничего не нашлось. Попробуйте часть названия.`
}
