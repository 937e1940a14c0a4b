/** The address of task analysis: which work, whose results, and how they are shown. What is not understood is dropped. */
import { isUuid } from '@/lib/uuid'

export const TABLES = ['groups', 'items'] as const
export type TableView = (typeof TABLES)[number]

export interface AnalysisSearch {
  work?: string
  /** At most one of the three; none is everything the reader sees. */
  office?: string
  municipality?: string
  school?: string
  /** The entry work, where an exit work is compared. */
  entry?: string
  /** Which table of tasks: completion unless said otherwise. */
  table?: TableView
  /** A chart as its table. */
  as?: 'table'
  page?: number
}

export function readAnalysisSearch(search: Record<string, unknown>): AnalysisSearch {
  const { work, school, municipality, office, entry, table, as, page } = search
  const unit = isUuid(school)
    ? { school }
    : isUuid(municipality)
      ? { municipality }
      : isUuid(office)
        ? { office }
        : {}
  return {
    work: isUuid(work) ? work : undefined,
    ...unit,
    entry: isUuid(entry) ? entry : undefined,
    table: TABLES.find((known) => known === table),
    as: as === 'table' ? as : undefined,
    page: typeof page === 'number' && Number.isInteger(page) && page > 1 ? page : undefined,
  }
}

/** What stays when another part of the analysis is opened: the work and whose results. */
export function keptSearch({ work, school, municipality, office }: AnalysisSearch): AnalysisSearch {
  return { work, school, municipality, office }
}

/** The unit as the server is asked for it. */
export function unitQuery({ school, municipality, office }: AnalysisSearch) {
  return {
    ...(school && { school_id: school }),
    ...(municipality && { municipality_id: municipality }),
    ...(office && { office_id: office }),
  }
}

/** The unit as one value of a list: «school:…»; empty is everything. */
export function unitValue({ school, municipality, office }: AnalysisSearch): string {
  if (school) return `school:${school}`
  if (municipality) return `municipality:${municipality}`
  return office ? `office:${office}` : ''
}

export function unitOfValue(value: string): Pick<AnalysisSearch, 'school' | 'municipality' | 'office'> {
  const [kind, id] = value.split(':')
  const none = { school: undefined, municipality: undefined, office: undefined }
  return kind ? { ...none, [kind]: id } : none
}
