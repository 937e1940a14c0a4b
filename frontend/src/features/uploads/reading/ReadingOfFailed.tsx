import { useState } from 'react'
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import { ReadingForm } from './ReadingForm'

/** Nothing was understood: the choices about the whole file can be made all the same. */
const NOTHING: ReadingOut = {
  tables: [],
  skipped: [],
  works: [],
  schools: [],
  schools_total: 0,
  scales: [],
  outcomes: null,
  rules_version: '',
}

/** A file that was not read may be read otherwise. */
export function ReadingOfFailed({ upload }: { upload: UploadOut }) {
  const [isOpen, setOpen] = useState(false)
  const why = upload.blocked_by.find(({ action }) => action === 'read_again')?.reason
  return (
    <Box title="Прочитать иначе">
      <div className={text.stackWide}>
        <p className={text.sub}>
          Если файл верный, укажите, как его читать: кодировку, разделитель, форму. Он будет проверен заново.
        </p>
        {isOpen ? (
          <ReadingForm upload={upload} reading={upload.reading ?? NOTHING} onClose={() => setOpen(false)} />
        ) : upload.allowed_actions.includes('read_again') ? (
          <Button onClick={() => setOpen(true)}>Изменить чтение</Button>
        ) : (
          <WhyDisabled why={why ?? 'Сейчас это сделать нельзя.'}>Изменить чтение</WhyDisabled>
        )}
      </div>
    </Box>
  )
}
