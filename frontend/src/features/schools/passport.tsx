/** The strip of facts under the name of a school. */
import type { SchoolOut } from '@/api/generated/types.gen'
import { daysBetween, formatDate } from '@/lib/dates'
import { formatNumber } from '@/lib/numbers'
import { counted, DAYS } from '@/lib/plural'
import type { Pair } from '@/ui/KeyValue'
import { NoData } from '@/ui/Status'
import text from '@/ui/text.module.css'
import { markOf } from './words'

/** `today` is the day of the server: the demonstration stands still. */
export function passportOf(school: SchoolOut, today: string): Pair[] {
  const visit = school.last_visit_on
  return [
    {
      name: 'В проекте 500+',
      value: school.in_project_since ? (
        `с\u00a0${formatDate(school.in_project_since)}`
      ) : (
        <NoData text="не участвует" />
      ),
    },
    { name: 'Признак и зона', value: markOf(school) ?? <NoData text="нет" /> },
    { name: 'Обучающихся', value: formatNumber(school.pupils) },
    { name: 'Педагогов', value: formatNumber(school.teachers) },
    { name: 'Куратор', value: school.curator?.full_name ?? <NoData text="не назначен" /> },
    { name: 'Наставник', value: school.mentor?.full_name ?? <NoData text="не назначен" /> },
    {
      name: 'Последний визит',
      value: visit ? (
        <>
          {formatDate(visit)} <span className={text.meta}>{agoText(visit, today)}</span>
        </>
      ) : (
        <NoData text="не было" />
      ),
    },
  ]
}

/** «сегодня», «вчера», «12 дней назад». */
export function agoText(date: string, today: string): string {
  const days = daysBetween(date, today)
  if (days === 0) return 'сегодня'
  if (days === 1) return 'вчера'
  return `${counted(days, DAYS)} назад`
}
