import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import {
  attachActFileMutation,
  getDraftQueryKey,
  listPlansQueryKey,
} from '@/api/generated/@tanstack/react-query.gen'
import { getActFile } from '@/api/generated/sdk.gen'
import { asProblem } from '@/api/problems'
import { Button } from '@/ui/Button'
import { FieldError } from '@/ui/FieldError'
import { refusalOf } from '@/ui/FileDrop'
import { NoData } from '@/ui/Status'
import text from '@/ui/text.module.css'

const ENDINGS = ['.pdf', '.docx', '.xlsx', '.jpg', '.jpeg', '.png']
const MAX_BYTES = 20 * 1024 * 1024
const TOO_LARGE = 'Сохраните распоряжение в PDF с меньшим качеством рисунков.'

interface ActFileProps {
  editionId: string
  number: number
  fileName: string | null
  mayAttach: boolean
}

/** The signed act as a file: to be read by everybody, to be attached by those who keep the plan. */
export function ActFile({ editionId, number, fileName, mayAttach }: ActFileProps) {
  const path = { edition_id: editionId }
  return (
    <div className={text.stack}>
      {fileName ? (
        <Download
          size="small"
          what={`файл распоряжения редакции ${number}`}
          load={() => downloadFile((asFile) => getActFile({ path, ...asFile }))}
        >
          {fileName}
        </Download>
      ) : (
        <NoData text="файл не приложен" />
      )}
      {mayAttach && <Attach editionId={editionId} number={number} hasFile={fileName !== null} />}
    </div>
  )
}

function Attach({ editionId, number, hasFile }: { editionId: string; number: number; hasFile: boolean }) {
  const input = useRef<HTMLInputElement>(null)
  const queries = useQueryClient()
  const attach = useMutation({
    ...attachActFileMutation(),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: listPlansQueryKey() })
      await queries.invalidateQueries({ queryKey: getDraftQueryKey({ path: { edition_id: editionId } }) })
    },
  })
  const [refusal, setRefusal] = useState<string | null>(null)
  const take = (files: FileList | null) => {
    const [chosen] = files ?? []
    const why = chosen
      ? refusalOf(chosen, { endings: ENDINGS, maxBytes: MAX_BYTES, tooLarge: TOO_LARGE })
      : null
    setRefusal(why)
    attach.reset()
    if (chosen && !why) attach.mutate({ path: { edition_id: editionId }, body: { file: chosen } })
    // Choosing the same file again after mending it must be noticed.
    if (input.current) input.current.value = ''
  }
  const problem = attach.error ? asProblem(attach.error) : null
  const failure = refusal ?? (problem && `${problem.title}. ${problem.text}`)
  const words = hasFile ? 'Заменить файл' : 'Приложить файл'
  return (
    <div>
      <Button
        size="small"
        look="quiet"
        aria-label={`${words}: распоряжение редакции ${number}`}
        aria-disabled={attach.isPending || undefined}
        onClick={() => attach.isPending || input.current?.click()}
      >
        {attach.isPending ? 'Отправляем файл' : words}
      </Button>
      <input
        ref={input}
        type="file"
        hidden
        accept={ENDINGS.join(',')}
        aria-label={`Файл распоряжения редакции ${number}`}
        onChange={(event) => take(event.target.files)}
      />
      {failure && (
        <div role="alert">
          <FieldError>{failure}</FieldError>
        </div>
      )}
    </div>
  )
}
