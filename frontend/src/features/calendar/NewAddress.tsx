import { useId, useState } from 'react'
import { Button } from '@/ui/Button'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'
import styles from './Calendar.module.css'

/** The address as it is told once: to copy, to open in the calendar of this device, and what to do with it. */
export function NewAddress({ path }: { path: string }) {
  const id = useId()
  const [copied, setCopied] = useState<'yes' | 'no' | null>(null)
  const address = `${window.location.origin}${path}`
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address)
      setCopied('yes')
    } catch {
      // Without https browsers keep the clipboard closed.
      setCopied('no')
    }
  }
  return (
    <Note tone="accent">
      <p>
        Адрес показан один раз. Сохраните его сейчас и никому не передавайте: по нему сроки видны без пароля.
      </p>
      <label htmlFor={id} className={styles.label}>
        Адрес календаря
      </label>
      <input
        id={id}
        className={styles.address}
        readOnly
        value={address}
        onFocus={(event) => event.target.select()}
      />
      <div className={text.row}>
        <Button size="small" onClick={() => void copy()}>
          Скопировать
        </Button>
        <a href={address.replace(/^https?:/, 'webcal:')}>Открыть в календаре этого устройства</a>
      </div>
      <p role="status" className={text.meta}>
        {copied === 'yes' && 'Адрес скопирован.'}
        {copied === 'no' && 'Скопировать не получилось: выделите адрес и нажмите Ctrl+C.'}
      </p>
      <ul className={styles.ways}>
        <li>
          <b>Яндекс Календарь</b>: добавьте подписку на внешний календарь и вставьте адрес.
        </li>
        <li>
          <b>Outlook</b>: добавьте календарь из Интернета и вставьте адрес.
        </li>
        <li>
          <b>Телефон</b>: на iPhone нажмите ссылку выше; на Android добавьте адрес в Яндекс Календарь, он
          покажет сроки и в телефоне.
        </li>
      </ul>
    </Note>
  )
}
