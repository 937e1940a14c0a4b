/** One change on its way: what is noted before it leaves and what becomes of it by the answer. */
import { Problem } from '../problems'
import { isEcho, isPassing, sendChange, versionOf } from './sending'
import { type Change, updateChange } from './store'

/** `later`: no network, the others need not be tried; `failed`: this one is tried again. */
export type Outcome = 'settled' | 'failed' | 'later'

const MOST_UNSURE = 20

/** Sends a waiting change; `onSaved` hears of what has arrived. */
export async function deliver(
  id: string,
  onSaved: (change: Change, saved: unknown) => Promise<void>,
): Promise<Outcome> {
  // Noted before it leaves: an answer may be lost on the way, or the browser closed.
  const change = await updateChange(id, noted)
  if (change?.state !== 'waiting') return 'settled'
  try {
    const saved = await sendChange(change)
    await onSaved(change, saved)
    // Something newer was typed while this was on its way: it is meant for the version that has just been made.
    await updateChange(id, (now) =>
      now && now.typedAt !== change.typedAt
        ? { ...now, base: versionOf(saved), unsure: undefined }
        : undefined,
    )
    return 'settled'
  } catch (error) {
    // A fault of ours, or a photo the browser has lost: the others still go.
    if (!(error instanceof Problem)) return 'failed'
    if (isPassing(error)) return 'later'
    if (error.status !== null && error.status >= 500) return 'failed'
    return (await keepRefused(id, error)) ? 'settled' : deliver(id, onSaved)
  }
}

/** With what may arrive unseen; a file is known by its id and needs none of this. */
function noted(now: Change | undefined): Change | undefined {
  const { kind, unsure = [], value } = now ?? {}
  if (!now || kind === 'file' || unsure.at(-1) === value) return now
  return { ...now, unsure: [...unsure.slice(-MOST_UNSURE), value] }
}

/** Keeps what was refused with the reason or the other text; false when that other text is our own earlier one. */
async function keepRefused(id: string, problem: Problem): Promise<boolean> {
  const theirs = problem.members.theirs ?? null
  let isOurs = false
  await updateChange(id, (now) => {
    if (!now) return now
    if (problem.status !== 412) return { ...now, state: 'refused', reason: problem.text, unsure: undefined }
    isOurs = isEcho(now, theirs)
    return isOurs
      ? { ...now, base: versionOf(theirs), unsure: undefined }
      : { ...now, state: 'conflict', theirs }
  })
  return !isOurs
}
