import { Link } from '@tanstack/react-router'
import type { TaskPassportOut, TaskRulesOut } from '@/api/generated/types.gen'
import { formatNumber } from '@/lib/numbers'
import { bound } from '@/lib/typography'
import text from '@/ui/text.module.css'

const ABOUT: Readonly<Record<string, string>> = {
  completion: 'Пороги выполнения',
  groups: 'Группы по отметкам',
  distribution: 'Распределение баллов',
  items: 'Анализ заданий',
}
const CONFIDENCE: Readonly<Record<string, string>> = {
  high: 'источник проверен',
  medium: 'пересказ источника',
  low: 'принято в продукте',
}

/** By which formula and thresholds, from which source, and what the figures may be used for. */
export function Sources({ rules, passport }: { rules: TaskRulesOut; passport: TaskPassportOut | null }) {
  return (
    <section className={text.meta} aria-label="Откуда данные">
      <p>
        {passport ? (
          <>
            Сложность и умения: паспорт{' '}
            <Link to="/scales/passports/$passportId" params={{ passportId: passport.id }}>
              {bound(passport.title)}
            </Link>
            .
          </>
        ) : (
          'Сложность и умения не известны: у работы нет утверждённого паспорта.'
        )}{' '}
        Выполнение: сумма баллов к возможной; «X», не приступал, считается как 0 баллов. Интервал: 95 %,
        Уилсон, по числу участников.
      </p>
      <p>
        {'Пороги: '}
        {rules.levels
          .map(
            ({ title, sufficient_from, insufficient_below }) =>
              `${title} уровень: достаточно от ${formatNumber(sufficient_from)}\u00a0%, ниже порога до ${formatNumber(insufficient_below)}\u00a0%`,
          )
          .join('; ')}
        . Группа информативна от {rules.informative_from} участников.
      </p>
      <ul>
        {rules.sources.map(({ about, source, confidence }) => (
          <li key={about}>
            {bound(`${ABOUT[about] ?? about}: ${source} (${CONFIDENCE[confidence] ?? confidence}).`)}
          </li>
        ))}
      </ul>
      <p>Результаты ВПР служат анализу и программам развития; для оценки учителя они не используются.</p>
    </section>
  )
}
