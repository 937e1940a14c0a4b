/** The fields of a scale by its kind, and what is typed as the API takes it. */
import type { FieldSpec, Typed } from '@/acts/FieldsForm'
import type { Condition, ScaleVersionIn, ScaleVersionOut } from '@/api/generated/types.gen'
import type { FieldIssue } from '@/lib/fieldIssue'
import type { ScaleKind } from './scaleWords'

const NEEDED = 'Укажите число.'
const MARKS = [3, 4, 5] as const

/** `from`: whose figures stand in the fields at the start. */
export function figureFields(kind: ScaleKind, from?: ScaleVersionOut): FieldSpec[] {
  const number = (name: string, label: string, start?: number | null, isNeeded = true): FieldSpec => ({
    name,
    label,
    kind: 'number',
    start: start?.toString() ?? '',
    ...(isNeeded && { needed: NEEDED }),
  })
  if (kind === 'marks') {
    return [
      ...MARKS.map((mark) =>
        number(
          `min_${mark}`,
          `«${mark}» от, первичных баллов`,
          from?.bands?.find((b) => b.mark === mark)?.lowest,
        ),
      ),
      number('max_primary', 'Максимум работы', from?.max_primary),
      number('profile_min', 'Минимум для профильного класса', from?.profile_min, false),
      ...(from?.conditions ?? []).flatMap(({ code, title, minima }) =>
        minima.map(({ mark, points }) => ({
          ...number(minimumName(code, mark), `${title}: «${mark}» от, баллов`, points, false),
          hint: 'Пусто: условия нет',
        })),
      ),
    ]
  }
  if (kind === 'minimum') return [number('min_primary', '«3» от, первичных баллов', from?.min_primary)]
  if (kind === 'conversion') {
    return [
      {
        name: 'test_scores',
        label: 'Тестовые баллы по порядку первичных, от 0',
        hint: 'Через пробел: 0 5 9 14 …',
        kind: 'text',
        start: from?.test_scores?.join(' ') ?? '',
        needed: 'Перечислите тестовые баллы.',
      },
    ]
  }
  return [
    { ...number('min_test', 'Тестовый балл от', from?.min_test, false), hint: 'Или отметка ниже' },
    { ...number('min_mark', 'Отметка от', from?.min_mark, false), hint: 'Для работ без тестового балла' },
  ]
}

/** Where the figures come from and why they are written: asked of every version. */
export function sourceFields(from?: ScaleVersionOut): FieldSpec[] {
  return [
    {
      name: 'year_to',
      label: 'Действует по год',
      hint: '2100, если срок не назван',
      kind: 'number',
      start: from?.year_to.toString() ?? '2100',
      needed: NEEDED,
    },
    {
      name: 'basis',
      label: 'Документ',
      hint: 'Например, письмо 25.02.2026 № 02-20',
      needed: 'Назовите документ.',
    },
    {
      name: 'source',
      label: 'Откуда числа',
      hint: 'Адрес страницы или место документа',
      needed: 'Укажите источник.',
    },
    {
      name: 'confidence',
      label: 'Надёжность',
      kind: 'select',
      options: ['высокая', 'средняя', 'низкая'].map((value) => ({ value, text: value })),
    },
    { name: 'reason', label: 'Причина правки', kind: 'text', needed: 'Объясните, почему шкала меняется.' },
  ]
}

/** Bands that do not rise are told at the field before anything is sent. */
export function risingIssues(kind: ScaleKind, typed: Typed): FieldIssue[] {
  if (kind !== 'marks') return []
  const names = ['min_3', 'min_4', 'min_5', 'max_primary']
  const steps = names.map((name) => Number(typed[name] || Number.NaN))
  return names.flatMap((name, place) => {
    const [before, now] = [steps[place - 1] ?? 0, steps[place] ?? 0]
    const isLast = name === 'max_primary'
    if (!(isLast ? now < before : now <= before)) return []
    return [
      {
        name,
        message: isLast
          ? `Максимум меньше границы «5» (${before}).`
          : `Граница должна быть больше ${before}: отметки идут по возрастанию.`,
      },
    ]
  })
}

/** The body of a new version; conditions keep their words, their points are typed. */
export function versionOf(kind: ScaleKind, typed: Typed, conditions: readonly Condition[]): ScaleVersionIn {
  const read = (name: string) => (typed[name] ? Number(typed[name]) : null)
  const told = {
    year_to: read('year_to') ?? 0,
    source: typed.source ?? '',
    confidence: typed.confidence ?? '',
    reason: typed.reason ?? '',
    basis: typed.basis ?? '',
  }
  if (kind === 'minimum') return { ...told, min_primary: read('min_primary') }
  if (kind === 'conversion') {
    return {
      ...told,
      test_scores: (typed.test_scores ?? '')
        .split(/[\s,;]+/)
        .filter(Boolean)
        .map(Number),
    }
  }
  if (kind !== 'marks') {
    return { ...told, min_test: read('min_test'), min_mark: read('min_mark') as 3 | 4 | 5 | null }
  }
  const lowest = [0, ...MARKS.map((mark) => read(`min_${mark}`) ?? 0)]
  const maximum = read('max_primary') ?? 0
  const band = (mark: 2 | 3 | 4 | 5) => ({
    mark,
    lowest: lowest[mark - 2] ?? 0,
    highest: mark === 5 ? maximum : (lowest[mark - 1] ?? 0) - 1,
  })
  return {
    ...told,
    bands: [band(2), band(3), band(4), band(5)],
    max_primary: maximum,
    profile_min: read('profile_min'),
    conditions: conditions.flatMap((condition) => {
      const minima = condition.minima.flatMap(({ mark }) => {
        const points = read(minimumName(condition.code, mark))
        return points === null ? [] : [{ mark, points }]
      })
      return minima.length > 0 ? [{ ...condition, minima }] : []
    }),
  }
}

function minimumName(code: string, mark: number): string {
  return `condition.${code}.${mark}`
}
