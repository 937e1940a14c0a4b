/** The pages of one school: parts of several features meet here, since features do not know each other. */
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { ResultsInFull, ResultsInShort } from '@/features/assessments/SchoolResults'
import { RiskProfile } from '@/features/risk_profiles/RiskProfile'
import { SchoolPage } from '@/features/schools/SchoolPage'
import { SchoolSide } from '@/features/schools/SchoolSide'
import text from '@/ui/text.module.css'

const route = getRouteApi('/inside/schools/$schoolId')
const results = getRouteApi('/inside/schools/$schoolId/results')

export function SchoolScreen() {
  const { schoolId } = route.useParams()
  return (
    <SchoolPage schoolId={schoolId}>
      <Outlet />
    </SchoolPage>
  )
}

export function SchoolOverview() {
  const { schoolId } = route.useParams()
  return (
    <div className={`${text.columns} ${text.mainAndSide}`}>
      <div>
        <RiskProfile schoolId={schoolId} />
        <ResultsInShort schoolId={schoolId} />
      </div>
      <div>
        <SchoolSide schoolId={schoolId} />
      </div>
    </div>
  )
}

export function SchoolRiskProfile() {
  return <RiskProfile schoolId={route.useParams().schoolId} />
}

export function SchoolResults() {
  const { upload } = results.useSearch()
  return <ResultsInFull schoolId={route.useParams().schoolId} markedUploadId={upload} />
}
