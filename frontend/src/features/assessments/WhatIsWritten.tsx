import { Link } from '@tanstack/react-router'
import type { SchoolReadingOut, UploadOut } from '@/api/generated/types.gen'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { buttonClass } from '@/ui/Button'
import text from '@/ui/text.module.css'
import styles from './UploadPage.module.css'
import { ROWS, ROWS_ACCUSATIVE } from './uploadState'

interface WhatIsWrittenProps {
  upload: Pick<UploadOut, 'id' | 'state'>
  schools: readonly SchoolReadingOut[]
}

/** School by school: what accepting the file would do, or what it has done. */
export function WhatIsWritten({ upload: { id, state }, schools }: WhatIsWrittenProps) {
  if (state === 'cancelled' || state === 'reverted' || state === 'failed') return null
  const isWritten = state === 'committed'
  return (
    <Box title={isWritten ? 'Что записано' : 'Что изменится, если принять'}>
      <ul className={styles.written}>
        {schools.map((school) => (
          <li key={school.login}>
            <b>{bound(school.school_name ?? `Логин ${school.login}`)}</b>
            <p className={text.sub}>{isWritten ? writtenText(school) : plannedText(school)}</p>
            {isWritten && school.school_id && (
              <p>
                <Link
                  to="/schools/$schoolId/results"
                  params={{ schoolId: school.school_id }}
                  search={{ upload: id }}
                  className={buttonClass({ look: schools.length === 1 ? 'primary' : 'plain', size: 'small' })}
                >
                  Результаты школы
                </Link>
              </p>
            )}
          </li>
        ))}
      </ul>
    </Box>
  )
}

export function plannedText({
  outcome,
  stored_version,
  participants,
  rows,
  school_id,
}: SchoolReadingOut): string {
  const how = counted(participants ?? 0, ['отметка', 'отметки', 'отметок'])
  switch (outcome) {
    case 'new':
      return `Появится протокол: ${how}.`
    case 'supersedes':
      return `Версия ${stored_version} сменится новой: ${how}. Прежняя останется в истории.`
    case 'identical':
      return `Ничего не изменится: в базе уже лежит точно такая версия ${stored_version}.`
    case null:
      return school_id === null
        ? `Школа не найдена, ${counted(rows, ROWS_ACCUSATIVE)} принять некуда.`
        : `${counted(rows, ROWS)}. Что изменится, будет видно, когда в\u00a0файле не останется ошибок.`
  }
}

export function writtenText({ outcome, stored_version, participants }: SchoolReadingOut): string {
  const how = counted(participants ?? 0, ['отметка', 'отметки', 'отметок'])
  switch (outcome) {
    case 'supersedes':
      return `Версия ${(stored_version ?? 0) + 1}: ${how}. Версия ${stored_version} осталась в истории.`
    case 'identical':
      return `Новой версии нет: в базе уже лежала точно такая версия ${stored_version}.`
    default:
      return `Протокол, версия 1: ${how}.`
  }
}
