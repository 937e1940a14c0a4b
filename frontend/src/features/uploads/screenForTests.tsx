/** A page of the feature as the application shows it, for tests: what is shown and what reached the server. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, useState } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'
import { getMeQueryKey } from '@/api/generated/@tanstack/react-query.gen'
import type { UploadOut } from '@/api/generated/types.gen'
import { UploadPage } from './UploadPage'
import type { UploadSearch } from './uploadsSearch'

export const api = (path: string) => `${window.location.origin}/api/v1${path}`
export const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
export const server = setupServer()
const EVERYTHING = [
  'see_uploads',
  'upload_results',
  'commit_uploads',
  'see_schools',
  'see_jobs',
  'see_results',
]
const NOTHING = { items: [], groups: [], total: 0, kept: 0, next_cursor: null }
const NO_CONSEQUENCES = { figures: [], figures_total: 0, others: [], not_counted: [] }

/** Writes as they reached the server, in order. */
export const sent: { to: string; body: unknown }[] = []

/** Starts and stops the server around the tests of a file. */
export function aroundEveryTest(): void {
  beforeAll(() => server.listen({ onUnhandledFrame: 'error' }))
  afterEach(() => {
    server.resetHandlers()
    sent.length = 0
    forgetDrafts()
  })
  afterAll(() => server.close())
}

/** The server has this upload; what is written to it is kept in `sent` and answered by `answer`. */
export function serveUpload(upload: () => UploadOut, answer: (to: string) => Response | null = () => null) {
  const at = `/uploads/${upload().id}`
  const take = async ({ request }: { request: Request }) => {
    const typed = await request.text()
    const to = new URL(request.url).pathname.replace(`/api/v1${at}`, '')
    sent.push({ to, body: typed ? JSON.parse(typed) : null })
    return answer(to) ?? json(upload(), 202)
  }
  server.use(
    http.get(api(at), () => json(upload())),
    http.get(api(`${at}/issues`), () => json(NOTHING)),
    http.get(api(`${at}/differences`), () => json(NOTHING)),
    http.get(api(`${at}/consequences`), () => json(NO_CONSEQUENCES)),
    http.get(api('/subjects'), () => json({ items: [] })),
    http.get(api('/upload-rules'), () => json({ version: '1', rules: [], layouts: [] })),
    http.put(api(`${at}/:part`), take),
    http.post(api(`${at}/:part`), take),
  )
}

export function showUpload(uploadId: string, permissions: readonly string[] = EVERYTHING) {
  return show(<Opened uploadId={uploadId} />, permissions)
}

/** The address of the page, as far as the page knows of it. */
function Opened({ uploadId }: { uploadId: string }) {
  const [search, setSearch] = useState<UploadSearch>({})
  return <UploadPage uploadId={uploadId} search={search} onSearch={setSearch} />
}

export function show(page: ReactNode, permissions: readonly string[] = EVERYTHING) {
  const queries = new QueryClient({ defaultOptions: { queries: { retry: false } } })
  queries.setQueryData(getMeQueryKey(), {
    id: '0195b000-0000-7000-8000-00000000000a',
    kind: 'person',
    login: 'methodist',
    full_name: 'Чертежова Ч. Ч.',
    now: '2021-03-17T09:40:00+04:00',
    demo_moment: true,
    roles: [],
    permissions: [...permissions],
  })
  server.use(http.get(api('/me'), () => json(queries.getQueryData(getMeQueryKey()))))
  const root = createRootRoute({ component: Outlet })
  const here = createRoute({ getParentRoute: () => root, path: '/', component: () => page })
  const elsewhere = createRoute({
    getParentRoute: () => root,
    path: '$',
    component: () => <p>другая страница</p>,
  })
  const router = createRouter({
    routeTree: root.addChildren([here, elsewhere]),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  return render(
    <MantineProvider env="test">
      <QueryClientProvider client={queries}>
        {/* The types of links belong to the router of the application. */}
        <RouterProvider router={router as never} />
      </QueryClientProvider>
    </MantineProvider>,
  )
}
