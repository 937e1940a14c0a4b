import { Link } from '@tanstack/react-router'
import type { TodoItemOut, TodoOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { buttonClass } from '@/ui/Button'
import { Figure } from '@/ui/Figure'
import { Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import styles from './TodoGroups.module.css'
import { groupMeta, groupTitle, itemTerm } from './todoWords'

/** What to do, in the groups of the server: what came back, what waits for a check, what is due by when. */
export function TodoGroups({ todo }: { todo: TodoOut }) {
  return (
    <section className={styles.frame} aria-label="Дела по срокам">
      {todo.groups.map((group) => (
        <div key={group.code} className={styles.group}>
          <div className={styles.head}>
            <h2>{groupTitle(group, todo)}</h2>
            <span className={styles.meta}>{groupMeta(group, todo.today)}</span>
          </div>
          <ul>
            {group.items.map((item) => (
              <Item key={keyOf(item)} item={item} today={todo.today} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  )
}

function Item({ item, today }: { item: TodoItemOut; today: string }) {
  const { activity_id, number, title, status, figure, hindrance, school_id, school_name } = item
  const action = school_id ? 'Открыть' : figure && figure.met < figure.total ? 'Что осталось' : null
  return (
    <li className={styles.item}>
      <span className={styles.number}>{number}</span>
      <div>
        <div className={styles.title}>
          <Link to="/plan" search={{ row: activity_id }}>
            {title}
          </Link>
        </div>
        <div className={styles.line}>
          <Status kind={toStatusKind(status.kind)} text={status.text} />
          <span>{itemTerm(item, today)}</span>
        </div>
        {school_id && school_name && (
          <div className={styles.line}>
            <Link to="/schools/$schoolId" params={{ schoolId: school_id }}>
              {bound(school_name)}
            </Link>
          </div>
        )}
        {(figure || hindrance) && (
          <div className={styles.line}>
            {figure && <Figure met={figure.met} total={figure.total} />}
            {hindrance && <span>{bound(hindrance)}</span>}
          </div>
        )}
      </div>
      {action && (
        <div className={styles.action}>
          <Link
            to="/plan"
            search={{ row: activity_id }}
            className={buttonClass({ size: 'small' })}
            aria-label={[`${action}: ${number}`, school_name].filter(Boolean).join(', ')}
          >
            {action}
          </Link>
        </div>
      )}
    </li>
  )
}

/** A row may wait for several schools, and a school for several windows of a row. */
function keyOf({ activity_id, school_id, ends_on, status }: TodoItemOut): string {
  return [activity_id, school_id, ends_on, status.text].join(' ')
}
