/** Scales in words: bands, thresholds and side conditions as an official reads them. */
import type { Condition, ScaleVersionOut } from '@/api/generated/types.gen'
import type { StatusKind } from '@/ui/status'

export const KINDS = [
  { value: 'marks', text: 'Отметки' },
  { value: 'minimum', text: 'Минимум для «3»' },
  { value: 'certificate', text: 'Порог аттестата' },
  { value: 'university', text: 'Порог вуза (Рособрнадзор)' },
  { value: 'university_minobrnauki', text: 'Порог вузов Минобрнауки' },
  { value: 'university_minprosv', text: 'Порог вузов Минпросвещения' },
  { value: 'conversion', text: 'Перевод в тестовый балл' },
] as const
export type ScaleKind = ScaleVersionOut['kind']

/** «Математика, 9 класс, серия 200». */
export function nameOf({ subject, programme_grade, series }: ScaleVersionOut): string {
  return [subject.name, `${programme_grade} класс`, ...(series ? [`серия ${series}`] : [])].join(', ')
}

/** «2»: 0–14, «3»: 15–22 …; a threshold or a conversion in one sentence. */
export function figuresText(scale: ScaleVersionOut): string {
  if (scale.bands) {
    return scale.bands.map(({ mark, lowest, highest }) => `«${mark}» ${span(lowest, highest)}`).join('; ')
  }
  if (scale.min_primary !== null) return `«3» от ${scale.min_primary} первичных; остальное неизвестно`
  if (scale.min_test !== null) return `от ${scale.min_test} тестовых`
  if (scale.min_mark !== null) return `отметка от «${scale.min_mark}»`
  const last = scale.test_scores?.length ? scale.test_scores.length - 1 : 0
  return `первичные 0–${last} в тестовые 0–${scale.test_scores?.at(-1) ?? 0}`
}

/** «грамотность: «4» от 4, «5» от 6, иначе на балл ниже». */
export function conditionText({ title, minima, lowers }: Condition): string {
  const needs = minima.map(({ mark, points }) => `«${mark}» от ${points}`).join(', ')
  return `${title}: ${needs} б., иначе ${lowers === 'one_lower' ? 'отметкой ниже' : '«2»'}`
}

/** What a version is now: the words are the server's, the shape is ours. */
export function stateKind(state: ScaleVersionOut['state']): StatusKind {
  if (state === 'current') return 'ok'
  return state === 'offered' ? 'due' : 'idle'
}

function span(lowest: number, highest: number): string {
  return lowest === highest ? `${lowest}` : `${lowest}–${highest}`
}
