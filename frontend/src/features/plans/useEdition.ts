import { keepPreviousData, useQuery } from '@tanstack/react-query'
import {
  getMatrixOptions,
  listActivitiesOptions,
  listPlansOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import type { EditionRowsOut, MatrixOut, PlanOut } from '@/api/generated/types.gen'
import { editionToShow } from './planRows'

export interface EditionState {
  plans: readonly PlanOut[]
  /** Absent until the plans are read, and where the reader sees none. */
  editionId: string | undefined
  /** The plans are read and there is none for the reader. */
  isNone: boolean
  rows: EditionRowsOut | undefined
  failure: { error: unknown; retry: () => void } | null
}

/** The edition of the address, else the one in force, with all its rows. */
export function useEdition(asked: string | undefined): EditionState {
  const plans = useQuery(listPlansOptions())
  const chosen = plans.data && editionToShow(plans.data.items, asked)
  const rows = useQuery({
    ...listActivitiesOptions({ path: { edition_id: chosen?.id ?? '' } }),
    enabled: chosen !== undefined,
    // Another edition is read while this one stays on the screen.
    placeholderData: keepPreviousData,
  })
  const failed = plans.error ? plans : rows.error ? rows : null
  return {
    plans: plans.data?.items ?? [],
    editionId: chosen?.id,
    isNone: plans.data !== undefined && chosen === undefined,
    rows: rows.data,
    failure: failed && { error: failed.error, retry: () => void failed.refetch() },
  }
}

/** Schools and the rows that are about them; asked for only where it is needed. */
export function useMatrix(editionId: string | undefined, isNeeded = true) {
  return useQuery({
    ...getMatrixOptions({ path: { edition_id: editionId ?? '' } }),
    enabled: isNeeded && editionId !== undefined,
    placeholderData: keepPreviousData,
  })
}

/** The name of a school among those of the matrix. */
export function schoolNameIn(matrix: MatrixOut | undefined, schoolId: string | undefined) {
  return matrix?.rows.find(({ school_id }) => school_id === schoolId)?.school_name
}
