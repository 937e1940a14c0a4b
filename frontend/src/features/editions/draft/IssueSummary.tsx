import { bound } from '@/lib/typography'
import { Note } from '@/ui/Note'
import { fieldId, type Issue } from './issues'

/** Every place that keeps the draft from being saved, each with the way to it. */
export function IssueSummary({ issues, onGo }: { issues: readonly Issue[]; onGo: (issue: Issue) => void }) {
  if (issues.length === 0) return null
  return (
    <Note tone="late" role="alert">
      <h2>Не сохранено: исправьте отмеченное</h2>
      <ul>
        {issues.map((issue) => (
          <li key={`${issue.owner} ${issue.field} ${issue.text}`}>
            <a
              href={`#${fieldId(issue.owner, issue.field)}`}
              onClick={(event) => {
                // The address of the page belongs to the router.
                event.preventDefault()
                onGo(issue)
              }}
            >
              {bound(issue.text)}
            </a>
          </li>
        ))}
      </ul>
      <p>Введённое осталось на странице и сохранится само, как только это будет исправлено.</p>
    </Note>
  )
}
