import { useState } from 'react'
import { mapUploadNames } from '@/api/generated/sdk.gen'
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { useSending } from '@/api/useSending'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Status } from '@/ui/Status'
import { ErrorState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { WhyDisabled } from '@/ui/WhyDisabled'
import styles from '../UploadPage.module.css'
import { ROWS } from '../uploadState'
import { type Meaning, MeaningDialog } from './MeaningDialog'
import { mappingOf, type UnknownName, unknownNames } from './unknownNames'

interface UnknownProps {
  upload: UploadOut
  reading: ReadingOut
}

/** Schools and subjects the file names in a way nobody knows: said once, remembered for the next files. */
export function Unknown({ upload, reading }: UnknownProps) {
  const names = unknownNames(reading)
  const [meanings, setMeanings] = useState<Readonly<Record<string, Meaning>>>({})
  const [asked, setAsked] = useState<UnknownName | null>(null)
  const { send, isSending, failure } = useSending()
  if (names.length === 0) return null
  const told = names.filter(({ key }) => meanings[key])
  const mayMap = upload.allowed_actions.includes('map')
  const why = upload.blocked_by.find(({ action }) => action === 'map')?.reason
  const save = () =>
    void send([], () =>
      mapUploadNames({
        path: { upload_id: upload.id },
        body: mappingOf(names, meanings),
        throwOnError: true,
      }),
    )
  return (
    <Box title="Неизвестные названия" meta={metaText(names, reading)}>
      <div className={text.stackWide}>
        <p className={text.sub}>
          Укажите один раз, что значит такое название: это запомнится для ваших следующих файлов.
        </p>
        <ul className={styles.written}>
          {names.map((name) => (
            <li key={name.key} className={text.baseline}>
              <b>{bound(name.title)}</b>
              <span className={text.meta}>{`${name.what}, ${counted(name.rows, ROWS)}`}</span>
              {meanings[name.key] && (
                <Status kind="ok" text={`это ${meanings[name.key]?.title}, ещё не сохранено`} />
              )}
              {mayMap && (
                <span className={text.push}>
                  <Button
                    size="small"
                    aria-label={`${askWords(name, name.key in meanings)}: ${name.title}`}
                    onClick={() => setAsked(name)}
                  >
                    {askWords(name, name.key in meanings)}
                  </Button>
                </span>
              )}
            </li>
          ))}
        </ul>
        {failure && (
          <ErrorState
            title={failure.title}
            text={failure.text}
            supportNumber={failure.supportNumber}
            headingLevel={3}
          />
        )}
        {!mayMap && why && <WhyDisabled why={why}>Указать соответствия</WhyDisabled>}
        {told.length > 0 && (
          <p>
            <Button look="primary" aria-disabled={isSending || undefined} onClick={save}>
              {isSending ? 'Сохраняем' : `Сохранить и прочитать заново (${formatNumber(told.length)})`}
            </Button>
          </p>
        )}
      </div>
      {asked && (
        <MeaningDialog
          key={asked.key}
          name={asked}
          onClose={() => setAsked(null)}
          onChoose={(meaning) => {
            setMeanings((before) => ({ ...before, [asked.key]: meaning }))
            setAsked(null)
          }}
        />
      )}
    </Box>
  )
}

function askWords({ kind }: UnknownName, isTold: boolean): string {
  if (isTold) return 'Изменить'
  return kind === 'school' ? 'Указать школу' : 'Указать предмет'
}

/** The reading tells of the first schools only, unknown ones before the known. */
function metaText(names: readonly UnknownName[], { schools, schools_total }: ReadingOut): string {
  const isCut = schools_total > schools.length && schools.every(({ school_id }) => school_id === null)
  return isCut ? `показаны первые ${formatNumber(names.length)}` : formatNumber(names.length)
}
