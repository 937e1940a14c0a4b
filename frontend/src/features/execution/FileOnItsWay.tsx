import { Progress } from '@/ui/Progress'

interface FileOnItsWayProps {
  file: File | null
  /** 0…100; null while nothing is sent. */
  percent: number | null
}

/** How much of the file has gone; when all bytes are there the server still has to store them. */
export function FileOnItsWay({ file, percent }: FileOnItsWayProps) {
  if (file === null || percent === null) return null
  return (
    <Progress
      label={`Отправляем ${file.name}`}
      percent={percent}
      detail={percent < 100 ? `${percent}\u00a0%` : 'сохраняем на сервере'}
    />
  )
}
