import { useState } from 'react'

/**
 * A text as it is typed: the server keeps it without the blanks at its ends, and a blank typed before the next word
 * must not vanish when the first one has been saved.
 */
export function useTyped(saved: string): [text: string, remember: (typed: string) => void] {
  const [typed, setTyped] = useState(saved)
  return [typed.trim() === saved.trim() ? typed : saved, setTyped]
}
