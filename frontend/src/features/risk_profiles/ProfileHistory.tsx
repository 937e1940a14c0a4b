import type { RiskProfileOut } from '@/api/generated/types.gen'
import { formatInstant } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { Disclosure } from '@/ui/Disclosure'
import { KeyValue } from '@/ui/KeyValue'
import text from '@/ui/text.module.css'
import styles from './RiskProfile.module.css'
import { SIDES } from './words'

/** Who has signed, and what led there. */
export function ProfileHistory({ profile }: { profile: RiskProfileOut }) {
  const { signatures, steps } = profile
  const signed = (side: 'curator' | 'school') => {
    const found = signatures.find((signature) => signature.side === side)
    return found ? `${found.who ?? 'подписано'}, ${formatInstant(found.at)}` : 'подписи нет'
  }
  return (
    <Box title="Подписи и история">
      <KeyValue
        pairs={(['curator', 'school'] as const).map((side) => ({ name: SIDES[side], value: signed(side) }))}
      />
      {steps.length > 0 && (
        <div data-noprint>
          <Disclosure summary={`История изменений: ${steps.length}`}>
            <ol className={styles.steps}>
              {steps.map(({ action, words, who, at, reason }) => (
                <li key={`${at}.${action}.${reason}`}>
                  {words}
                  <span className={text.meta}>
                    {' '}
                    {[formatInstant(at), who].filter(Boolean).join(', ')}
                    {reason && `: ${bound(reason)}`}
                  </span>
                </li>
              ))}
            </ol>
          </Disclosure>
        </div>
      )}
    </Box>
  )
}
