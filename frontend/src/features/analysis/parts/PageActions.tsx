import { Download } from '@/acts/Download'
import { Button } from '@/ui/Button'
import text from '@/ui/text.module.css'

/** What can be done with a page of figures: the same rows as a workbook, the same page on paper. */
export function PageActions({ what, load }: { what: string; load: () => Promise<unknown> }) {
  return (
    <div className={text.row}>
      <Download what={what} load={load}>
        Скачать XLSX
      </Download>
      <Button onClick={() => window.print()}>Печать</Button>
    </div>
  )
}
