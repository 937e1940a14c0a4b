/** The pages of one school: parts of several features meet here, since features do not know each other. */
import { getRouteApi, Outlet } from '@tanstack/react-router'
import { SchoolActionPoints } from '@/features/action_points/SchoolActionPoints'
import { SchoolAnalysis } from '@/features/analysis/school/SchoolAnalysis'
import { ResultsInFull, ResultsInShort } from '@/features/assessments/SchoolResults'
import { SchoolDocuments } from '@/features/documents/SchoolDocuments'
import { SchoolIdentification } from '@/features/identification/SchoolIdentification'
import { SchoolProgrammes } from '@/features/programmes/SchoolProgrammes'
import { SchoolQuality } from '@/features/quality/SchoolQuality'
import { RiskProfile, RiskProfileInShort } from '@/features/risk_profiles/RiskProfile'
import { SchoolHistory } from '@/features/schools/SchoolHistory'
import { SchoolPage } from '@/features/schools/SchoolPage'
import { SchoolSide } from '@/features/schools/SchoolSide'
import { SchoolTeam } from '@/features/support/SchoolTeam'
import { SchoolTargets } from '@/features/targets/SchoolTargets'
import { SchoolVisits } from '@/features/visits/SchoolVisits'
import text from '@/ui/text.module.css'

const route = getRouteApi('/inside/schools/$schoolId')
const results = getRouteApi('/inside/schools/$schoolId/results')
const identification = getRouteApi('/inside/schools/$schoolId/identification')

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
        <RiskProfileInShort schoolId={schoolId} />
        <ResultsInShort schoolId={schoolId} />
      </div>
      <div>
        <SchoolSide schoolId={schoolId} />
        <SchoolQuality schoolId={schoolId} />
      </div>
    </div>
  )
}

export function SchoolRiskProfile() {
  return <RiskProfile schoolId={route.useParams().schoolId} />
}

export function SchoolResults() {
  const search = results.useSearch()
  const navigate = results.useNavigate()
  const { schoolId } = route.useParams()
  const protocols = <ResultsInFull schoolId={schoolId} markedUploadId={search.upload} />
  // Who comes from an upload looks for its protocol first.
  return (
    <div className={text.stackWide}>
      {search.upload && protocols}
      <SchoolAnalysis
        schoolId={schoolId}
        search={search}
        onChange={(to) => void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })}
      />
      {!search.upload && protocols}
    </div>
  )
}

export function SchoolTargetsPart() {
  return <SchoolTargets schoolId={route.useParams().schoolId} />
}

export function SchoolTeamPart() {
  return <SchoolTeam schoolId={route.useParams().schoolId} />
}

export function SchoolVisitsPart() {
  return <SchoolVisits schoolId={route.useParams().schoolId} />
}

export function SchoolDocumentsPart() {
  return <SchoolDocuments schoolId={route.useParams().schoolId} />
}

export function SchoolProgrammesPart() {
  return <SchoolProgrammes schoolId={route.useParams().schoolId} />
}

export function SchoolActionPointsPart() {
  return <SchoolActionPoints schoolId={route.useParams().schoolId} />
}

export function SchoolIdentificationPart() {
  const navigate = identification.useNavigate()
  return (
    <SchoolIdentification
      schoolId={route.useParams().schoolId}
      runId={identification.useSearch().run}
      onRun={(run) => void navigate({ search: { run }, resetScroll: false })}
    />
  )
}

export function SchoolHistoryPart() {
  return <SchoolHistory schoolId={route.useParams().schoolId} />
}
