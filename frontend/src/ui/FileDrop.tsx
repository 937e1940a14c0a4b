/** Choosing files by dragging or by the system's window; each refused file is told of in words of its own. */
import { type DragEvent, useId, useRef, useState } from 'react'
import { formatFileSize } from '@/lib/numbers'
import { Button } from './Button'
import { classes } from './classes'
import { FieldError } from './FieldError'
import styles from './FileDrop.module.css'
import { Icon } from './icons'

interface FileDropProps {
  /** Of the button: where a summary of errors leads. */
  id?: string
  label: string
  /** Which files and how large, in words. */
  hint: string
  /** Endings with the dot, in lower case: ['.xlsx', '.csv']. */
  endings: readonly string[]
  maxBytes: number
  /** True where one file is asked for. */
  isSingle?: boolean
  /** What to do about a file that is too large. */
  tooLarge?: string
  /** What the form misses here. */
  error?: string | null
  /** The files that can be taken; the refused ones are named at the field. */
  onTake: (files: File[]) => void
}

/** Why the file cannot be taken, or null. The server decides finally; this only saves a vain transfer. */
export function refusalOf(
  file: Pick<File, 'name' | 'size'>,
  {
    endings,
    maxBytes,
    tooLarge = 'Разделите его по классам или сохраните без рисунков.',
  }: Pick<FileDropProps, 'endings' | 'maxBytes' | 'tooLarge'>,
): string | null {
  const name = file.name.toLowerCase()
  if (!endings.some((ending) => name.endsWith(ending))) {
    return `Файл «${file.name}» не подходит: нужен ${endings.join(' или ')}.`
  }
  if (file.size === 0) return `Файл «${file.name}» пустой. Проверьте, сохранён ли он.`
  if (file.size > maxBytes) {
    return `Файл «${file.name}» больше ${formatFileSize(maxBytes)} (у вас ${formatFileSize(file.size)}). ${tooLarge}`
  }
  return null
}

export function FileDrop({
  id: buttonId,
  label,
  hint,
  endings,
  maxBytes,
  isSingle = false,
  tooLarge,
  error,
  onTake,
}: FileDropProps) {
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [isOver, setOver] = useState(false)
  const [refusals, setRefusals] = useState<string[]>([])

  const take = (list: FileList | null) => {
    const files = Array.from(list ?? [])
    if (files.length === 0) return
    const why = files.map((file) => refusalOf(file, { endings, maxBytes, tooLarge }))
    setRefusals(why.filter((refusal) => refusal !== null))
    const taken = files.filter((_, place) => why[place] === null)
    if (taken.length > 0) onTake(taken)
    // Choosing the same file again after mending it must be noticed.
    if (input.current) input.current.value = ''
  }
  const drop = (event: DragEvent) => {
    event.preventDefault()
    setOver(false)
    take(event.dataTransfer.files)
  }
  const isRefused = refusals.length > 0 || Boolean(error)
  const described = isRefused ? `${id}-hint ${id}-error` : `${id}-hint`
  return (
    <div>
      <label htmlFor={`${id}-input`} className={styles.label}>
        {label}
      </label>
      <p id={`${id}-hint`} className={styles.hint}>
        {hint}
      </p>
      <div id={`${id}-error`} role="alert">
        {refusals.map((refusal) => (
          <FieldError key={refusal}>{refusal}</FieldError>
        ))}
        {error && refusals.length === 0 && <FieldError>{error}</FieldError>}
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dragging has its keyboard twin, the button inside */}
      <div
        className={classes(styles.zone, isOver && styles.over, isRefused && styles.invalid)}
        onDragOver={(event) => {
          event.preventDefault()
          setOver(true)
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        <Icon name="file" size={20} />
        <span>Перетащите {isSingle ? 'файл' : 'файлы'} сюда или выберите на компьютере</span>
        <Button
          id={buttonId}
          size="small"
          aria-describedby={described}
          onClick={() => input.current?.click()}
        >
          {isSingle ? 'Выбрать файл' : 'Выбрать файлы'}
        </Button>
        <input
          ref={input}
          id={`${id}-input`}
          className={styles.input}
          type="file"
          multiple={!isSingle}
          tabIndex={-1}
          accept={endings.join(',')}
          aria-describedby={described}
          aria-invalid={isRefused || undefined}
          onChange={(event) => take(event.target.files)}
        />
      </div>
    </div>
  )
}
