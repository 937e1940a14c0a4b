import { RowExecution } from '@/features/execution/RowExecution'
import { MatrixPage } from '@/features/plans/matrix/MatrixPage'
import { PlanLinks } from './PlanLinks'

/** Schools and rows with the carrying out of a row in one school behind each cell: two features meet here. */
export function MatrixScreen() {
  return (
    <MatrixPage
      cellPanel={(activityId, schoolId) => (
        <RowExecution key={`${activityId} ${schoolId}`} activityId={activityId} schoolId={schoolId} />
      )}
      links={<PlanLinks />}
    />
  )
}
