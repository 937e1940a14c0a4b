import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  listActivitiesOptions,
  listPlansOptions,
  listSchoolsOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import { useMe } from '@/api/me'
import { asProblem, type Problem } from '@/api/problems'
import { editionToShow } from '@/features/plans/planRows'
import { bound } from '@/lib/typography'
import { findRows, findSections, isEnough } from './findings'

const PAUSE_MS = 200
const MOST_SCHOOLS = 6
/** The plan changes by acts, not by minutes: a search must not ask for it at every opening. */
const PLAN_FRESH_MS = 5 * 60_000

/** A place to go to: an address with its parameters, and the words of its line. */
export interface Finding {
  key: string
  group: string
  title: string
  meta?: string
  href: string
}

interface Findings {
  items: Finding[]
  isAsking: boolean
  problem: Problem | null
}

/** What the question finds: sections, schools by the server, rows of the plan in force. */
export function useFindings(question: string): Findings {
  const { permissions } = useMe()
  const may = (permission: string) => permissions.includes(permission)
  const [asked] = useDebouncedValue(question.trim(), PAUSE_MS)
  const isAsked = isEnough(asked)
  const schools = useQuery({
    ...listSchoolsOptions({ query: { q: asked, limit: MOST_SCHOOLS, count: 'exact' } }),
    enabled: isAsked && may('see_schools'),
    placeholderData: keepPreviousData,
  })
  const plans = useQuery({
    ...listPlansOptions(),
    enabled: isAsked && may('see_plans'),
    staleTime: PLAN_FRESH_MS,
  })
  const edition = plans.data && editionToShow(plans.data.items)
  const rows = useQuery({
    ...listActivitiesOptions({ path: { edition_id: edition?.id ?? '' } }),
    enabled: isAsked && edition !== undefined,
    staleTime: PLAN_FRESH_MS,
  })
  const error = schools.error ?? plans.error ?? rows.error
  const isAsking = isAsked && (schools.isFetching || plans.isLoading || rows.isLoading)
  if (!isEnough(question)) return { items: [], isAsking: false, problem: null }
  return {
    isAsking: isAsking || asked !== question.trim(),
    problem: error ? asProblem(error) : null,
    items: [
      ...findSections(permissions, question).map(({ to, title }) => ({
        key: `section ${to}`,
        group: 'Разделы',
        title,
        href: String(to),
      })),
      ...(isAsked ? (schools.data?.items ?? []) : []).map(({ id, short_name, municipality }) => ({
        key: `school ${id}`,
        group: 'Школы',
        title: bound(short_name),
        meta: bound(municipality),
        href: `/schools/${id}`,
      })),
      ...moreSchools(asked, isAsked ? (schools.data?.total ?? 0) : 0),
      ...findRows(rows.data?.sections ?? [], question).map(({ id, number, title }) => ({
        key: `row ${id}`,
        group: 'Строки дорожной карты',
        title: bound(title),
        meta: number,
        href: `/plan?row=${id}`,
      })),
    ],
  }
}

function moreSchools(asked: string, total: number): Finding[] {
  if (total <= MOST_SCHOOLS) return []
  return [
    {
      key: 'more schools',
      group: 'Школы',
      title: `Все найденные школы: ${total}`,
      href: `/schools?q=${encodeURIComponent(asked)}`,
    },
  ]
}
