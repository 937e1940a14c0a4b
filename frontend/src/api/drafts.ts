/**
 * What was typed and not yet sent. Words live in the session of the tab and outlive a closed panel and a reload;
 * a chosen file lives in memory only, since a browser keeps no files over a reload.
 */
import { readSessionStorageValue, useSessionStorage } from '@mantine/hooks'
import { useState } from 'react'
import { useMe } from './me'

const PREFIX = 'marshrut.draft.'
const files = new Map<string, File>()

/** The draft under its name; `forget` when it was sent. Another person at the same screen has drafts of his own. */
export function useDraft<Typed extends object>(name: string, empty: Typed) {
  const key = useDraftKey(name)
  const [typed, setTyped, forget] = useSessionStorage<Partial<Typed>>({ key, getInitialValueInEffect: false })
  return {
    draft: { ...empty, ...typed },
    type: (change: Partial<Typed>) => setTyped((before) => ({ ...before, ...change })),
    forget,
  }
}

/** The chosen file of a draft. */
export function useDraftFile(name: string): [File | null, (file: File | null) => void] {
  const key = useDraftKey(name)
  const [file, setFile] = useState(() => files.get(key) ?? null)
  const choose = (chosen: File | null) => {
    if (chosen) files.set(key, chosen)
    else files.delete(key)
    setFile(chosen)
  }
  return [file, choose]
}

/** Is something typed under this name? Such a form opens by itself. */
export function useHasDraft(): (name: string) => boolean {
  const { id } = useMe()
  return (name) => {
    const key = keyOf(id, name)
    return files.has(key) || readSessionStorageValue({ key }) !== undefined
  }
}

/** Leaves nothing of this person in the tab: called when he logs out. */
export function forgetDrafts(): void {
  files.clear()
  try {
    for (const key of Object.keys(sessionStorage)) if (key.startsWith(PREFIX)) sessionStorage.removeItem(key)
  } catch {
    // Storage is forbidden: there was nothing to leave.
  }
}

function useDraftKey(name: string): string {
  return keyOf(useMe().id, name)
}

function keyOf(personId: string, name: string): string {
  return `${PREFIX}${personId}.${name}`
}
