/** The pages of this feature at their addresses, for the tests. */
import { MantineProvider } from '@mantine/core'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  RouterProvider,
} from '@tanstack/react-router'
import { render } from '@testing-library/react'
import { type ReactNode, Suspense } from 'react'
import { OverviewPage } from './overview/OverviewPage'
import { readOverviewSearch, readSchoolSearch, readSubjectSearch } from './parts/analysisSearch'
import { SchoolAnalysis } from './school/SchoolAnalysis'
import { SubjectPage } from './subject/SubjectPage'

export function openAt(address: string) {
  const root = createRootRoute()
  const inside = createRoute({ getParentRoute: () => root, id: 'inside' })
  const analysis = createRoute({ getParentRoute: () => inside, path: '/analysis' })
  const school = createRoute({ getParentRoute: () => inside, path: '/schools/$schoolId' })
  const results = createRoute({
    getParentRoute: () => school,
    path: '/results',
    validateSearch: readSchoolSearch,
    component: SchoolPart,
  })
  function SchoolPart(): ReactNode {
    const search = results.useSearch()
    const navigate = results.useNavigate()
    return (
      <SchoolAnalysis
        schoolId={results.useParams().schoolId}
        search={search}
        onChange={(to) => void navigate({ search: (before) => ({ ...before, ...to }) })}
      />
    )
  }
  const parts = [
    createRoute({
      getParentRoute: () => analysis,
      path: '/',
      validateSearch: readOverviewSearch,
      component: OverviewPage,
    }),
    createRoute({
      getParentRoute: () => analysis,
      path: '/subject',
      validateSearch: readSubjectSearch,
      component: SubjectPage,
    }),
  ]
  const pages = ['/uploads', '/uploads/$uploadId', '/protocols/$protocolId'].map((path) =>
    createRoute({ getParentRoute: () => inside, path }),
  )
  const router = createRouter({
    routeTree: root.addChildren([
      inside.addChildren([analysis.addChildren(parts), school.addChildren([results]), ...pages]),
    ]),
    history: createMemoryHistory({ initialEntries: [address] }),
  })
  render(
    <MantineProvider env="test">
      <QueryClientProvider client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}>
        <Suspense>
          {/* The type of the product's router does not matter here. */}
          <RouterProvider router={router as never} />
        </Suspense>
      </QueryClientProvider>
    </MantineProvider>,
  )
  return router
}
