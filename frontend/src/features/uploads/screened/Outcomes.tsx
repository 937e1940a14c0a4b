import type { OutcomesOut, ReadingOut, UploadOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { Box } from '@/ui/Box'
import { KeyValue } from '@/ui/KeyValue'
import { Note } from '@/ui/Note'
import text from '@/ui/text.module.css'

/** What writing the file would do, in numbers; while it cannot be known, why. */
export function Outcomes({ upload, reading }: { upload: UploadOut; reading: ReadingOut }) {
  const { outcomes, tables } = reading
  const isWritten = upload.state === 'committed' || upload.state === 'reverted'
  return (
    <Box title={isWritten ? 'Что изменилось' : 'Что изменится, если принять'}>
      {outcomes ? (
        <div className={text.stack}>
          <KeyValue
            pairs={[
              { name: 'Участники', value: participantsText(outcomes, isWritten) },
              { name: 'Протоколы', value: protocolsText(outcomes, isWritten) },
            ]}
          />
          {upload.errors > 0 && upload.state === 'screened' && (
            <p className={text.meta}>
              Строки с ошибками здесь не посчитаны: так будет, если загрузить без них.
            </p>
          )}
          {outcomes.changed_share_pct !== null && (
            <p className={text.meta}>
              {`${isWritten ? 'Изменилось или исчезло' : 'Меняется или исчезает'} ${formatNumber(outcomes.changed_share_pct)}\u00a0% записанных строк (всего их ${formatNumber(outcomes.rows_stored)}).`}
            </p>
          )}
          {upload.guarded && upload.state === 'screened' && (
            <Note tone="due">
              Меняется больше 10&nbsp;% записанных строк: принять загрузку должен другой сотрудник, не тот,
              кто её прислал. Он напишет, почему это верно.
            </Note>
          )}
        </div>
      ) : (
        <p className={text.sub}>
          {tables.some(({ questions }) => questions.length > 0)
            ? 'Будет видно, когда вы ответите на вопросы по файлу.'
            : 'Сравнить с записанным нечего: в файле не нашлось ни одной строки без ошибок.'}
        </p>
      )}
    </Box>
  )
}

/** «новых 12, изменится 3, исчезнет 1, без изменений 240»; zeros are left out, unless nothing else is there. */
export function participantsText(
  { rows_new, rows_changed, rows_missing, rows_unchanged }: OutcomesOut,
  isWritten: boolean,
): string {
  return parts([
    ['новых', rows_new],
    [isWritten ? 'изменено' : 'изменится', rows_changed],
    [isWritten ? 'исчезло' : 'исчезнет', rows_missing],
    ['без изменений', rows_unchanged],
  ])
}

export function protocolsText(
  { protocols_new, protocols_changed, protocols_identical }: OutcomesOut,
  isWritten: boolean,
): string {
  return parts([
    ['новых', protocols_new],
    [isWritten ? 'с новой версией' : 'сменят версию', protocols_changed],
    ['без изменений', protocols_identical],
  ])
}

function parts(counts: readonly (readonly [words: string, count: number])[]): string {
  const told = counts.filter(([, count]) => count > 0)
  return (
    told.map(([words, count]) => `${words} ${formatNumber(count)}`.replaceAll(' ', '\u00a0')).join(', ') ||
    'ничего'
  )
}
