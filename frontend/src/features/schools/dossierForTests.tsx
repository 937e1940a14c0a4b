/** A school page of the tests: what is shown, and what reached the server. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { HttpResponse, http, type JsonBodyType } from 'msw'
import { setupServer } from 'msw/node'
import { type ReactNode, StrictMode, Suspense } from 'react'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { forgetDrafts } from '@/api/drafts'

export const api = (path: string) => `${window.location.origin}/api/v1${path}`
export const json = (body: unknown, status = 200) => HttpResponse.json(body as JsonBodyType, { status })
const ME = {
  id: 'me',
  kind: 'person',
  login: 'coordinator',
  full_name: 'Иванова И. И.',
  roles: [],
  permissions: [],
  now: '2021-03-17T09:40:00+04:00',
  demo_moment: true,
}

/** Writes as they reached the server, in order. */
export const sent: { to: string; body: unknown; version?: string }[] = []
export const server = setupServer()

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

export const take = async ({ request }: { request: Request }) => {
  const typed = await request.text()
  const version = request.headers.get('If-Match')
  sent.push({
    to: new URL(request.url).pathname.replace('/api/v1', ''),
    body: typed ? JSON.parse(typed) : null,
    ...(version && { version }),
  })
}

export function show(screenOf: ReactNode) {
  server.use(http.get(api('/me'), () => json(ME)))
  const root = createRootRoute()
  const pages = [
    createRoute({ getParentRoute: () => root, path: '/', component: () => screenOf }),
    createRoute({ getParentRoute: () => root, path: '/schools/$schoolId' }),
  ]
  const router = createRouter({
    routeTree: root.addChildren(pages),
    history: createMemoryHistory({ initialEntries: ['/'] }),
  })
  render(
    <StrictMode>
      <MantineProvider env="test">
        <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
          <Suspense>
            <RouterProvider router={router as never} />
          </Suspense>
        </QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  )
}

export const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }))
