import { useQuery } from '@tanstack/react-query'
import { ActionBar } from '@/acts/ActionBar'
import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { listSchoolTargetsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { exportTargets } from '@/api/generated/sdk.gen'
import { asProblem } from '@/api/problems'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { ProposeForm } from './ProposeForm'
import { TargetsTable } from './TargetsTable'
import { summaryText } from './words'

/** Targets of one school, and setting a new one. */
export function SchoolTargets({ schoolId }: { schoolId: string }) {
  const targets = useQuery(listSchoolTargetsOptions({ path: { school_id: schoolId } }))
  if (targets.isPending) return <Loading rows={4} label="Считаем план и факт" />
  if (targets.isError) {
    return <ProblemState problem={asProblem(targets.error)} onRetry={() => void targets.refetch()} />
  }
  const { items, summary, school_name, allowed_actions } = targets.data
  return (
    <div data-print="wide" className={text.stackWide}>
      <ActionBar
        label="Новая цель"
        subject={`school.${schoolId}.target`}
        allowed={allowed_actions}
        blocked={{}}
        actions={[
          {
            name: 'propose',
            words: 'Поставить цель',
            look: 'primary',
            form: (slot) => <ProposeForm {...slot} schoolId={schoolId} />,
          },
        ]}
      />
      {items.length === 0 ? (
        <EmptyState title="Целей пока нет">
          Цель — это показатель с базой и числом участников, план и год. Без базы цель не ставят.
        </EmptyState>
      ) : (
        <>
          <p className={text.measure}>{bound(summaryText(summary))}</p>
          <TargetsTable items={items} hasSchool={false} />
          <Download
            size="small"
            what={`цели, ${school_name}`}
            load={() =>
              downloadFile((asFile) => exportTargets({ query: { school_id: schoolId }, ...asFile }))
            }
          >
            Скачать XLSX
          </Download>
        </>
      )}
    </div>
  )
}
