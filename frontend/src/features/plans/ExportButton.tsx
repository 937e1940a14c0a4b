import { useMutation } from '@tanstack/react-query'
import { downloadFile } from '@/api/download'
import { exportPlan } from '@/api/generated/sdk.gen'
import type { ExportIn } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { Button } from '@/ui/Button'
import { ErrorState } from '@/ui/states'
import styles from './ExportButton.module.css'

interface ExportButtonProps {
  editionId: string
  /** What is on the screen now: which rows in which order, under which conditions. */
  shown: ExportIn
}

/** The screen as a workbook, made by the server from exactly what is shown. */
export function ExportButton({ editionId, shown }: ExportButtonProps) {
  const { mutate, isPending, error } = useMutation({
    mutationFn: (body: ExportIn) =>
      downloadFile((asFile) => exportPlan({ path: { edition_id: editionId }, body, ...asFile })),
  })
  const problem = error && asProblem(error)
  return (
    <>
      <Button
        aria-disabled={isPending || undefined}
        onClick={() => {
          // A double click is one file.
          if (!isPending) mutate(shown)
        }}
      >
        {isPending ? 'Готовим файл' : 'Скачать XLSX'}
      </Button>
      {problem && (
        <div className={styles.failure}>
          <ErrorState title={problem.title} text={problem.text} supportNumber={problem.supportNumber} />
        </div>
      )}
    </>
  )
}
