import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { printEdition } from '@/api/generated/sdk.gen'
import text from '@/ui/text.module.css'

const FORMATS = ['docx', 'xlsx'] as const

interface DownloadEditionProps {
  editionId: string
  /** «черновик», «редакция 2». */
  what: string
  size?: 'normal' | 'small'
}

/** The plan in the form of the decree, to be signed, sent or edited elsewhere. */
export function DownloadEdition({ editionId, what, size }: DownloadEditionProps) {
  return (
    <div className={text.row}>
      {FORMATS.map((format) => (
        <Download
          key={format}
          size={size}
          what={what}
          load={() =>
            downloadFile((asFile) =>
              printEdition({ path: { edition_id: editionId }, query: { format }, ...asFile }),
            )
          }
        >
          {`Скачать ${format.toUpperCase()}`}
        </Download>
      ))}
    </div>
  )
}
