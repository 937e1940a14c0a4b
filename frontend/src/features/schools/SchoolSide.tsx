/** The side of the overview: who works with the school, what has happened, what it is in the registers. */
import { useQuery } from '@tanstack/react-query'
import { getSchoolOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { PersonRefOut, SchoolOut } from '@/api/generated/types.gen'
import { formatDate } from '@/lib/dates'
import { NO_DATA } from '@/lib/numbers'
import { Box } from '@/ui/Box'
import { KeyValue } from '@/ui/KeyValue'
import { NoData } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { SchoolChanges } from './SchoolChanges'
import { SchoolSources, SchoolSummary } from './SchoolSummary'

/** The school is already loaded by its page; here it is read from the cache. */
export function SchoolSide({ schoolId }: { schoolId: string }) {
  const { data: school } = useQuery(getSchoolOptions({ path: { school_id: schoolId } }))
  if (!school) return null
  return (
    <>
      <SchoolSummary schoolId={schoolId} />
      <SchoolChanges schoolId={schoolId} />
      <Box title="Команда">
        <KeyValue
          pairs={[
            { name: 'Куратор', value: <Person person={school.curator} /> },
            { name: 'Наставник', value: <Person person={school.mentor} /> },
          ]}
        />
      </Box>
      <Box title="Посещения и события">
        <Events school={school} />
      </Box>
      <Box title="В реестре" meta={school.is_synthetic ? 'учебные данные' : undefined}>
        <Register school={school} />
        <SchoolSources schoolId={schoolId} />
      </Box>
    </>
  )
}

function Person({ person }: { person: PersonRefOut | null }) {
  if (!person) return <NoData text="не назначен" />
  return (
    <>
      {person.full_name}{' '}
      {person.since_on && <span className={text.meta}>с&nbsp;{formatDate(person.since_on)}</span>}
    </>
  )
}

function Events({ school }: { school: SchoolOut }) {
  if (school.timeline.length === 0) {
    return <p className={text.sub}>Событий по школе пока не отмечено.</p>
  }
  return (
    <Timeline
      items={school.timeline.map(({ code, title, on, basis }) => ({
        key: `${code} ${on}`,
        kind: 'ok',
        title: `${title} ${formatDate(on)}`,
        text: basis,
      }))}
    />
  )
}

function Register({ school }: { school: SchoolOut }) {
  const { identifiers: ids } = school
  return (
    <KeyValue
      pairs={[
        { name: 'Управление', value: school.office },
        { name: 'Муниципалитет', value: school.municipality },
        { name: 'Код ОО', value: school.code },
        { name: 'Логин ФИС ОКО', value: ids.fisoko_login ?? NO_DATA },
        { name: 'ИНН', value: ids.inn ?? NO_DATA },
        { name: 'ОГРН', value: ids.ogrn ?? NO_DATA },
        ...(school.low_results_basis
          ? [{ name: 'Основание признака', value: school.low_results_basis }]
          : []),
      ]}
    />
  )
}
