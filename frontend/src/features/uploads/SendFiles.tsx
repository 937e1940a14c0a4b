/** Choosing files and watching them go; what failed stays here with its reason until it is sent or removed. */
import { useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { listUploadsInfiniteQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import { useMe } from '@/api/me'
import type { Problem } from '@/api/problems'
import type { UploadWishes } from '@/api/upload'
import { formatFileSize } from '@/lib/numbers'
import { Button } from '@/ui/Button'
import { FieldError } from '@/ui/FieldError'
import { FileDrop } from '@/ui/FileDrop'
import { Progress } from '@/ui/Progress'
import { Status } from '@/ui/Status'
import text from '@/ui/text.module.css'
import styles from './UploadsPage.module.css'
import { addFiles, type QueuedFile, removeFile, sendAgain, useUploadQueue } from './uploadQueue'
import { Wishes } from './Wishes'

const ENDINGS = ['.xlsx', '.csv', '.txt', '.ndjson', '.json', '.zip']
/** The limit of the server; it decides finally. */
const MAX_BYTES = 1024 * 1024 * 1024
const HINT =
  'Протоколы ВПР, ДР, ОГЭ, ЕГЭ, ГВЭ и КР-9, как их выдают ФИС ОКО и РЦОИ: книга Excel (.xlsx), CSV, NDJSON, JSON или архив ZIP с ними, до 1\u00a0ГБ. Можно несколько файлов: они уйдут по очереди.'
const FIRST_WISHES: UploadWishes = { strategy: 'sync', autoCommit: false }

export function SendFiles() {
  const queue = useUploadQueue(useMe().id)
  const [wishes, setWishes] = useState(FIRST_WISHES)
  useFollowSent(queue)
  return (
    <>
      <FileDrop
        label="Файлы с результатами"
        hint={HINT}
        endings={ENDINGS}
        maxBytes={MAX_BYTES}
        tooLarge="Разделите его на части, например по школам."
        onTake={(files) => addFiles(files, wishes)}
      />
      <Wishes wishes={wishes} onChange={setWishes} />
      {queue.length > 0 && (
        <ul className={styles.queue} aria-label="Отправка файлов">
          {queue.map((item) => (
            <li key={item.id} className={styles.queued}>
              <QueuedLine item={item} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

/** A single new file opens its own page; several stay in sight with their links. */
function useFollowSent(queue: readonly QueuedFile[]): void {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const sentCount = queue.filter(({ state }) => state === 'sent').length
  useEffect(() => {
    if (sentCount > 0) void queries.invalidateQueries({ queryKey: listUploadsInfiniteQueryKey({}) })
  }, [sentCount, queries])
  const only = queue.length === 1 ? queue[0] : undefined
  useEffect(() => {
    if (!only?.sent?.isNew) return
    removeFile(only.id)
    void navigate({ to: '/uploads/$uploadId', params: { uploadId: only.sent.upload.id } })
  }, [only, navigate])
}

function QueuedLine({ item }: { item: QueuedFile }) {
  const { id, file, state, percent, sent, problem } = item
  const name = (
    <>
      <b>{file.name}</b> <span className={text.dim}>{formatFileSize(file.size)}</span>
    </>
  )
  const remove = (
    <Button
      size="small"
      aria-label={`${state === 'sending' ? 'Остановить' : 'Убрать'} файл ${file.name}`}
      onClick={() => removeFile(id)}
    >
      {state === 'sending' ? 'Остановить' : 'Убрать'}
    </Button>
  )
  if (state === 'sending') {
    return (
      <>
        <div className={styles.file}>
          <Progress label={`Отправляем ${file.name}`} percent={percent} detail={sendingText(percent)} />
        </div>
        {remove}
      </>
    )
  }
  if (state === 'sent' && sent) {
    const { upload, isNew } = sent
    return (
      <div className={styles.file} role="status">
        {name} <Status kind="ok" text={isNew ? 'отправлен:' : 'уже загружали раньше, второй раз не нужен:'} />{' '}
        <Link to="/uploads/$uploadId" params={{ uploadId: upload.id }}>
          {`загрузка №\u00a0${upload.number}`}
        </Link>
      </div>
    )
  }
  if (state === 'failed' && problem) {
    return (
      <>
        <div className={styles.file} role="alert">
          <p>{name}</p>
          <FieldError>{failureText(problem)}</FieldError>
        </div>
        <div className={styles.buttons}>
          <Button
            size="small"
            aria-label={`Повторить отправку файла ${file.name}`}
            onClick={() => sendAgain(id)}
          >
            Повторить
          </Button>
          {remove}
        </div>
      </>
    )
  }
  return (
    <>
      <div className={styles.file}>
        <Status kind="idle" text="Ждёт очереди" /> {name}
      </div>
      {remove}
    </>
  )
}

/** When all bytes are on their way the server still has to store them. */
function sendingText(percent: number): string {
  return percent < 100 ? `${percent}\u00a0%` : 'сохраняем на сервере'
}

/** Why the file has not gone and what to do; it stays in the list meanwhile. */
function failureText({ status, title, text: advice, supportNumber }: Problem): string {
  if (status === null) return `${title}. Файл остался в списке: проверьте подключение и повторите.`
  const support = supportNumber ? ` Если не поможет, сообщите номер ${supportNumber}.` : ''
  return `${title}. ${advice}${support}`
}
