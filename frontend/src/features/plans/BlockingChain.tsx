import { Link } from '@tanstack/react-router'
import type { ChainOut, ChainStepOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Status } from '@/ui/Status'
import { toStatusKind } from '@/ui/status'
import styles from './BlockingChain.module.css'
import { capitalized, chainTitle } from './todoWords'

/** One missing fact of one school and the rows of the plan that wait for it, in order of dependence. */
export function BlockingChain({ chain }: { chain: ChainOut }) {
  return (
    <Box
      title={chainTitle(chain.steps.length)}
      aside={
        <Link to="/schools/$schoolId" params={{ schoolId: chain.school_id }}>
          {bound(chain.school_name)}
        </Link>
      }
    >
      <ol className={styles.chain}>
        <li>
          <b>{capitalized(chain.root_title)}</b>
          {chain.root_detail && <span className={styles.detail}>{bound(chain.root_detail)}</span>}
        </li>
        {chain.steps.map((step) => (
          <li key={step.activity_id}>
            <Status kind={toStatusKind(step.status.kind)} text={capitalized(step.missing_text)} />
            <span className={styles.meta}>
              <Link to="/plan" search={{ row: step.activity_id }}>
                {step.number}
              </Link>
              {' · '}
              {termOf(step)}
            </span>
          </li>
        ))}
      </ol>
    </Box>
  )
}

/** What is late says so; otherwise the term as the act words it. */
function termOf({ status, term_source }: ChainStepOut): string {
  return status.kind === 'late' ? status.text.toLowerCase() : term_source
}
