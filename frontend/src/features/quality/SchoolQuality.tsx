import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listSchoolFindingsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { FindingLink } from './FindingLink'
import styles from './Quality.module.css'
import { ageOf, FINDINGS, KIND_OF, ownerOf, RULES } from './words'

/** The severest findings about a school, for its overview; nothing for those who may not see them. */
export function SchoolQuality({ schoolId }: { schoolId: string }) {
  const { permissions } = useMe()
  const { data, error, refetch } = useQuery({
    ...listSchoolFindingsOptions({ path: { school_id: schoolId } }),
    enabled: permissions.includes('see_quality'),
  })
  if (!permissions.includes('see_quality')) return null
  return (
    <Box title="Качество данных" meta={data && counted(data.total, FINDINGS)}>
      {error ? (
        <ProblemState problem={asProblem(error)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Loading rows={3} label="Проверяем данные школы" />
      ) : data.total === 0 ? (
        <p>Проверено: {counted(data.checked, RULES)}, замечаний нет.</p>
      ) : (
        <>
          <ul className={styles.short}>
            {data.items.map((finding) => (
              <li key={`${finding.rule} ${finding.object_id}`}>
                <Status kind={KIND_OF[finding.severity]} text={finding.title} />
                <p>
                  <FindingLink link={finding.link}>{bound(finding.label)}</FindingLink>
                </p>
                <p className={styles.line}>
                  <span>{ageOf(finding)}</span>
                  <span>{bound(ownerOf(finding))}</span>
                </p>
              </li>
            ))}
          </ul>
          <p>
            <Link to="/support/quality" search={{ school: schoolId }}>
              Как исправить
            </Link>
          </p>
        </>
      )}
    </Box>
  )
}
