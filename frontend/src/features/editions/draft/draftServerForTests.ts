/** The page of a draft before a server that keeps it, for tests. */
import type { QueryClient } from '@tanstack/react-query'
import { fireEvent, screen, within } from '@testing-library/react'
import { HttpResponse, http } from 'msw'
import { setupServer } from 'msw/node'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import type { DraftDocument, DraftOut } from '@/api/generated/types.gen'
import { aDraft, EDITION_ID, KINDS } from '../draftForTests'
import { api, renderScreen } from '../screenForTests'
import { DraftPage } from './DraftPage'
import { rowsOf } from './document'
import { readDraftSearch } from './draftSearch'

export const DRAFT_URL = api(`/editions/${EDITION_ID}/draft`)
/** What the server was asked to do, in order. */
export const asked: string[] = []
let stored: DraftOut = aDraft()

export function store(draft: DraftOut): void {
  stored = draft
}
export const theDraft = () => stored
export const saved = () => rowsOf(stored.document)

export const server = setupServer(
  http.get(DRAFT_URL, () => HttpResponse.json(stored)),
  http.get(api('/fact-kinds'), () => HttpResponse.json({ items: KINDS })),
  http.put(DRAFT_URL, async ({ request }) => {
    const version = request.headers.get('If-Match')
    asked.push(`save ${version}`)
    if (version !== `"${stored.version}"`) {
      return HttpResponse.json({ title: 'Документ уже изменён', status: 412, detail: '' }, { status: 412 })
    }
    stored = { ...stored, version: stored.version + 1, document: (await request.json()) as DraftDocument }
    return HttpResponse.json(stored)
  }),
  http.post(api(`/editions/${EDITION_ID}/put-in-force`), ({ request }) => {
    asked.push(`put in force ${request.headers.get('If-Match')}`)
    return HttpResponse.json({ rows: [] })
  }),
  http.delete(DRAFT_URL, () => {
    asked.push('discard')
    return new HttpResponse(null, { status: 204 })
  }),
)

export function serveDrafts(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  beforeEach(() => {
    stored = aDraft()
    asked.length = 0
    localStorage.clear()
  })
  afterEach(() => server.resetHandlers())
  afterAll(() => server.close())
}

export function open(search = '', queries?: QueryClient) {
  return renderScreen({
    queries,
    route: '/plan/drafts/$editionId',
    at: `/plan/drafts/${EDITION_ID}${search}`,
    page: DraftPage,
    readSearch: readDraftSearch,
  })
}

export const row = (number: string) => screen.findByRole('group', { name: `Строка ${number}` })
export const field = async (number: string, label: string) => within(await row(number)).getByLabelText(label)

/** Writes a text and leaves the field. */
export async function type(number: string, label: string, words: string): Promise<void> {
  const input = await field(number, label)
  fireEvent.change(input, { target: { value: words } })
  fireEvent.blur(input)
}
