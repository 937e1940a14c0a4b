import { Link } from '@tanstack/react-router'
import type { GroupOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { Status } from '@/ui/Status'
import { Finding, type FindingActions } from './Finding'
import styles from './Quality.module.css'
import { type QualitySearch, SEVERITIES } from './qualitySearch'
import { KIND_OF, shownOf } from './words'

interface GroupsProps extends FindingActions {
  groups: readonly GroupOut[]
  search: QualitySearch
}

/** The severest first; in each the rules with their findings. */
export function Groups({ groups, search, ...actions }: GroupsProps) {
  return SEVERITIES.map((severity) => {
    const found = groups.filter(({ rule }) => rule.severity === severity)
    const [first] = found
    if (!first) return null
    return (
      <Box
        key={severity}
        title={first.rule.severity_title}
        meta={found.reduce((sum, { total }) => sum + total, 0)}
        isFlush
      >
        {found.map((group) => (
          <div key={group.rule.code} className={styles.group}>
            <Disclosure
              // What is one thing, or was asked for, is seen at once.
              startsOpen={groups.length === 1 || group.total === 1}
              summary={
                <>
                  <Status kind={KIND_OF[severity]} text={group.rule.title} />{' '}
                  <span className={styles.count}>{shownOf(group)}</span>
                </>
              }
            >
              <Group group={group} search={search} {...actions} />
            </Disclosure>
          </div>
        ))}
      </Box>
    )
  })
}

function Group({
  group: { rule, items, total },
  search,
  ...actions
}: FindingActions & Omit<GroupsProps, 'groups'> & { group: GroupOut }) {
  return (
    <>
      <p>{bound(rule.why)}</p>
      <p>
        <b>Как исправить.</b> {bound(rule.fix)}
      </p>
      <ul className={styles.findings} aria-label={rule.title}>
        {items.map((finding) => (
          <Finding key={finding.object_id} finding={finding} {...actions} />
        ))}
      </ul>
      {items.length < total && !search.rule && (
        <p>
          <Link to="/support/quality" search={{ ...search, rule: rule.code }} resetScroll={false}>
            Показать больше, всего {total}
          </Link>
        </p>
      )}
      <p className={styles.source}>Основание правила: {bound(rule.source)}</p>
    </>
  )
}
