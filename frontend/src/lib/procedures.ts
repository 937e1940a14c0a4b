/** Procedures and waves of works by their codes, in the order of lists. */
export const PROCEDURES = [
  { value: 'vpr', text: 'ВПР' },
  { value: 'dr', text: 'Диагностическая работа' },
  { value: 'oge', text: 'ОГЭ' },
  { value: 'ege', text: 'ЕГЭ' },
  { value: 'gve9', text: 'ГВЭ-9' },
  { value: 'gve11', text: 'ГВЭ-11' },
  { value: 'kr9', text: 'Контрольная работа, 9 класс' },
] as const
export type Procedure = (typeof PROCEDURES)[number]['value']

export const WAVES = [
  { value: 'entry', text: 'входная' },
  { value: 'exit', text: 'итоговая' },
  { value: 'main', text: 'основной период' },
  { value: 'autumn', text: 'осень' },
  { value: 'spring', text: 'весна' },
] as const
export type Wave = (typeof WAVES)[number]['value']
