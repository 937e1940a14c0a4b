import { RowExecution } from '@/features/execution/RowExecution'
import { PlanPage } from '@/features/plans/PlanPage'
import { CalendarButton } from './CalendarButton'
import { PlanLinks } from './PlanLinks'

/** The road map with the carrying out of a row in its panel: features meet here, since they do not know each other. */
export function PlanScreen() {
  return (
    <PlanPage
      rowExtra={(activityId) => <RowExecution key={activityId} activityId={activityId} />}
      actions={<CalendarButton />}
      links={<PlanLinks />}
    />
  )
}
