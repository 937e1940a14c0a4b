/** One write at a time: what is wrong, whether it is on its way, and everything read anew when it has arrived. */
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import type { FieldIssue } from '@/lib/fieldIssue'
import { asProblem, type Problem } from './problems'

interface State {
  isSending: boolean
  issues: readonly FieldIssue[]
  failure: Problem | null
}

const IDLE: State = { isSending: false, issues: [], failure: null }

/** `fields`: names of the fields that a refusal of the server may point at. */
export function useSending(fields: readonly string[] = []) {
  const queries = useQueryClient()
  const [state, setState] = useState(IDLE)
  // State is too slow for a double click: both presses would see the same value.
  const isBusy = useRef(false)

  /** Does the work unless there are issues; resolves to true when it was done and the screen shows it. */
  const send = async (issues: readonly FieldIssue[], work: () => Promise<unknown>): Promise<boolean> => {
    if (isBusy.current) return false
    if (issues.length > 0) {
      setState({ ...IDLE, issues })
      return false
    }
    isBusy.current = true
    setState({ ...IDLE, isSending: true })
    try {
      await work()
      // Figures of rows, the matrix, «Мои дела» and the control may all have moved.
      await queries.invalidateQueries()
      setState(IDLE)
      return true
    } catch (error) {
      setState({ isSending: false, ...explain(asProblem(error), fields) })
      // Refused most often because somebody else has acted meanwhile: look what it is now.
      void queries.invalidateQueries()
      return false
    } finally {
      isBusy.current = false
    }
  }
  return { ...state, send }
}

/** A refusal that points at fields of this form is told at them, any other above the form. */
function explain(problem: Problem, fields: readonly string[]): Pick<State, 'issues' | 'failure'> {
  const issues = problem.fields
    .map(({ pointer, message }) => ({ name: pointer.slice(1), message }))
    .filter(({ name }) => fields.includes(name))
  return issues.length > 0 ? { issues, failure: null } : { issues: [], failure: problem }
}
