import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { getAnnotatedUpload, getFailedRowsOfUpload } from '@/api/generated/sdk.gen'
import type { UploadOut } from '@/api/generated/types.gen'
import styles from '../UploadPage.module.css'

/** The file back with its remarks, for whoever mends it in Excel. */
export function IssueFiles({ upload: { id, filename, errors } }: { upload: UploadOut }) {
  const path = { upload_id: id }
  return (
    <div className={styles.downloads} data-noprint>
      <Download
        what={filename}
        size="small"
        load={() => downloadFile((asFile) => getAnnotatedUpload({ path, ...asFile }))}
      >
        Файл с пометками
      </Download>
      {errors > 0 && (
        <Download
          what={filename}
          size="small"
          load={() => downloadFile((asFile) => getFailedRowsOfUpload({ path, ...asFile }))}
        >
          Только строки с ошибками
        </Download>
      )}
    </div>
  )
}
