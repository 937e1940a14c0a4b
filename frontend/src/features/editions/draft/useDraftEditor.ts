/** One draft being edited: what is on the screen, and how it gets to the server. */
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useReducer, useState, useSyncExternalStore } from 'react'
import { getDraftQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import { getDraft, saveDraft } from '@/api/generated/sdk.gen'
import type { DraftDocument, DraftOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { afterEvent, type DraftEvent } from './document'
import { byOwner } from './issues'
import { type Kept, keeperOf } from './keeper'
import { DraftSaver } from './saver'
import { isSameDocument } from './sending'

export function useDraftEditor(draft: DraftOut) {
  const { saver, kept } = useSaver(draft)
  const [state, dispatch] = useReducer(afterEvent, {
    document: kept?.document ?? draft.document,
    deleted: [],
  })
  const save = useSyncExternalStore(saver.subscribe, saver.snapshot)
  useEffect(() => saver.offer(state.document), [saver, state.document])
  useEffect(() => {
    // Somebody else's save, or one of ours that was still on its way when the page was opened again.
    if (saver.follow(draft)) dispatch({ type: 'load', document: draft.document })
  }, [saver, draft])
  useLastMoments(saver)
  const issues = useMemo(() => byOwner(save.issues), [save.issues])
  const { aside, showTheirs, bringBack, forgetMine } = useConflict(saver, state.document, dispatch)
  return {
    ...state,
    dispatch,
    saver,
    save,
    issues,
    /** Words of an earlier visit that were found in the browser and put on the screen. */
    restoredAt: kept?.at ?? null,
    aside,
    showTheirs,
    bringBack,
    forgetMine,
  }
}

export type DraftEditor = ReturnType<typeof useDraftEditor>

interface Begun {
  saver: DraftSaver
  /** Words of an earlier visit that the server does not have. */
  kept: Kept | null
}

function useSaver(draft: DraftOut): Begun {
  const queries = useQueryClient()
  const me = useMe()
  const [begun] = useState((): Begun => {
    const path = { edition_id: draft.edition_id }
    const keeper = keeperOf(me.id, draft.edition_id)
    const kept = keptOver(draft, keeper.read())
    const saver = new DraftSaver({
      draft,
      keeper,
      older: kept && kept.version !== draft.version ? kept.document : null,
      send: async (body: DraftDocument, version: number) => {
        const headers = { 'if-match': `"${version}"` }
        return (await saveDraft({ path, body, headers, throwOnError: true })).data
      },
      read: async () => (await getDraft({ path, throwOnError: true })).data,
      onSaved: (saved) => queries.setQueryData(getDraftQueryKey({ path }), saved),
    })
    return { saver, kept }
  })
  return begun
}

function keptOver(draft: DraftOut, kept: Kept | null): Kept | null {
  return kept && !isSameDocument(kept.document, draft.document) ? kept : null
}

/** The page goes away, or the network comes back. */
function useLastMoments(saver: DraftSaver): void {
  useEffect(() => {
    const retry = () => void (saver.snapshot().phase === 'waiting' && saver.retry())
    window.addEventListener('online', retry)
    window.addEventListener('pagehide', saver.keepNow)
    document.addEventListener('visibilitychange', saver.keepNow)
    return () => {
      window.removeEventListener('online', retry)
      window.removeEventListener('pagehide', saver.keepNow)
      document.removeEventListener('visibilitychange', saver.keepNow)
      saver.stop()
    }
  }, [saver])
}

/** Two people have written: nobody's words are lost, the author's own lie aside while he looks at the others'. */
function useConflict(saver: DraftSaver, document: DraftDocument, dispatch: (event: DraftEvent) => void) {
  const [aside, setAside] = useState<DraftDocument | null>(null)
  return {
    aside,
    showTheirs: () => {
      const { theirs } = saver.snapshot()
      if (!theirs) return
      setAside(document)
      saver.adopt()
      dispatch({ type: 'load', document: theirs.document })
    },
    bringBack: () => {
      if (aside) dispatch({ type: 'load', document: aside })
      setAside(null)
    },
    forgetMine: () => {
      saver.keeper.forget()
      setAside(null)
    },
  }
}
