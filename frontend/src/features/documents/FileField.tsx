import { formatFileSize } from '@/lib/numbers'
import { Button } from '@/ui/Button'
import { FileDrop } from '@/ui/FileDrop'
import type { FieldOf } from '@/ui/Form'
import { Progress } from '@/ui/Progress'
import text from '@/ui/text.module.css'
import { ENDINGS, FILE_HINT, MAX_BYTES, TOO_LARGE } from './words'

interface FileFieldProps {
  field: FieldOf
  file: File | null
  /** 0…100; null while nothing is sent. */
  percent: number | null
  onFile: (file: File | null) => void
}

/** The file of a version: chosen, shown, on its way. */
export function FileField({ field, file, percent, onFile }: FileFieldProps) {
  if (file && percent !== null) {
    const detail = percent < 100 ? `${percent}\u00a0%` : 'сохраняем на сервере'
    return <Progress label={`Отправляем ${file.name}`} percent={percent} detail={detail} />
  }
  if (file) {
    return (
      <p className={text.row}>
        <span>
          Файл: <b>{file.name}</b>, {formatFileSize(file.size)}
        </span>
        <Button id={field('file').id} size="small" look="quiet" onClick={() => onFile(null)}>
          Выбрать другой файл
        </Button>
      </p>
    )
  }
  return (
    <FileDrop
      {...field('file')}
      label="Файл"
      hint={FILE_HINT}
      endings={ENDINGS}
      maxBytes={MAX_BYTES}
      tooLarge={TOO_LARGE}
      isSingle
      onTake={([chosen]) => onFile(chosen ?? null)}
    />
  )
}
