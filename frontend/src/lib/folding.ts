/** Texts as a search compares them: е and ё are one letter, the register does not matter, spaces are single. */
export function folded(text: string): string {
  return text.toLowerCase().replaceAll('ё', 'е').replace(/\s+/g, ' ').trim()
}

/** True when each word of the question stands somewhere in the texts. */
export function hasAllWords(question: string, ...texts: (string | null)[]): boolean {
  const hay = folded(texts.join(' '))
  return folded(question)
    .split(' ')
    .every((word) => hay.includes(word))
}
