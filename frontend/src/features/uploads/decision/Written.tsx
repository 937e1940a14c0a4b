import { Link } from '@tanstack/react-router'
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { buttonClass } from '@/ui/Button'
import text from '@/ui/text.module.css'
import styles from '../UploadPage.module.css'
import { ROWS } from '../uploadState'

/** More schools than this are found on their own pages. */
const MOST_SHOWN = 30

interface WrittenProps {
  upload: Pick<UploadOut, 'id'>
  reading: Pick<ReadingOut, 'schools' | 'schools_total'>
}

/** Where the written protocols stand now, school by school. */
export function Written({ upload: { id }, reading: { schools, schools_total } }: WrittenProps) {
  const known = schools.filter(({ school_id }) => school_id !== null)
  const shown = known.slice(0, MOST_SHOWN)
  if (shown.length === 0) return null
  return (
    <Box title="Протоколы по школам">
      <ul className={styles.written}>
        {shown.map(
          ({ key, school_id, school_name, rows }) =>
            school_id && (
              <li key={key}>
                <b>{bound(school_name ?? key)}</b> <span className={text.meta}>{counted(rows, ROWS)}</span>
                <p>
                  <Link
                    to="/schools/$schoolId/results"
                    params={{ schoolId: school_id }}
                    search={{ upload: id }}
                    className={buttonClass({ look: shown.length === 1 ? 'primary' : 'plain', size: 'small' })}
                    aria-label={`Результаты школы: ${school_name ?? key}`}
                  >
                    Результаты школы
                  </Link>
                </p>
              </li>
            ),
        )}
      </ul>
      {shown.length < schools_total && (
        <p className={text.meta}>
          {`Показаны ${formatNumber(shown.length)} из\u00a0${formatNumber(schools_total)}. Остальные найдите в разделе «Школы».`}
        </p>
      )}
    </Box>
  )
}
