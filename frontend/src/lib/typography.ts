/** Words that must stay on one line: the texts of the server come with ordinary spaces. */

const NBSP = '\u00a0'

/**
 * Binds «№ 64», «с. Васильевка», «Примеров П. П.», «4 работы», «из 6», «в МЭДК» with no-break spaces. Only spaces
 * change: the words of the act stay as they are.
 */
export function bound(text: string): string {
  return text
    .replace(/№ (?=\S)/g, `№${NBSP}`)
    .replace(/(?<!\p{L})(с|п|г|д|пос|ст|им|м\.\s?р|г\.\s?о)\. (?=\p{Lu})/gu, `$1.${NBSP}`)
    .replace(/(?<=\p{Ll}) (?=\p{Lu}\.)/gu, NBSP)
    .replace(/(?<!\p{L})(\p{Lu}\.) (?=\p{Lu}\.)/gu, `$1${NBSP}`)
    .replace(/(?<=\d) (?=\p{Ll})/gu, NBSP)
    .replace(/(?<!\p{L})(из|до|от|на|по|за) (?=\d)/giu, `$1${NBSP}`)
    .replace(/(?<![\p{L}\d])([авикосуя]) (?=\S)/giu, `$1${NBSP}`)
}

/** «Посещение проведено» → «посещение проведено» inside a sentence; abbreviations («РПШ») keep their letters. */
export function lowerFirst(text: string): string {
  return /^\p{Lu}\p{Lu}/u.test(text) ? text : text.charAt(0).toLowerCase() + text.slice(1)
}
