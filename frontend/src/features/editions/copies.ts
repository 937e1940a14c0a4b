/** The name and the code of a plan for another year, proposed from those of this year. */

const YEAR = /(?<!\d)(?:19|20)\d{2}(?!\d)/g
const SHORT_END = /((?:19|20)\d{2}\s?[-–—/]\s?)(\d{2})(?!\d)/g

/** «Дорожная карта 2020–2021» and 1 → «Дорожная карта 2021–2022»; «2020/21» → «2021/22». */
export function shiftedYears(text: string, years: number): string {
  return text
    .replace(SHORT_END, (_, start: string, end: string) => start + padded((Number(end) + years) % 100))
    .replace(YEAR, (year) => String(Number(year) + years))
}

function padded(year: number): string {
  return String(year).padStart(2, '0')
}

/** What can be a code: Latin letters, digits and underscores. */
export const CODE = /^[a-z0-9_]{2,60}$/

/** Why a code cannot be taken, or null. */
export function codeIssue(code: string, taken: readonly string[]): string | null {
  if (!CODE.test(code)) {
    return 'Код: от 2 до 60 знаков, строчные латинские буквы, цифры и знак «_», например road_map_2022.'
  }
  return taken.includes(code) ? `Код «${code}» уже занят другим планом. Введите другой.` : null
}

export function titleIssue(title: string): string | null {
  return title.trim() === '' ? 'Введите название плана, например «Дорожная карта 2021–2022».' : null
}
