/** Addresses of the product. Pages are loaded when they are opened. */
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router'
import { meOptions } from '@/api/me'
import { openQueue } from '@/api/offline/queue'
import { readDiffSearch } from '@/features/editions/diff/diffSearch'
import { readDraftSearch } from '@/features/editions/draft/draftSearch'
import { readImportSearch } from '@/features/editions/imports/importSearch'
import { readMembersSearch } from '@/features/memberships/membersSearch'
import { readControlSearch } from '@/features/plans/control/controlSearch'
import { readMatrixSearch } from '@/features/plans/matrix/matrixSearch'
import { readPlanSearch } from '@/features/plans/planSearch'
import { Loading } from '@/ui/Loading'
import { analysisRoutes } from './analysisRoutes'
import { enter } from './enter'
import { identificationRoutes } from './identificationRoutes'
import { Layout } from './layout/Layout'
import { mustBeId } from './mustBeId'
import { nextAddress } from './nextAddress'
import { NoSuchPage, PageProblem, StartProblem } from './PageProblem'
import { SignIn } from './SignIn'
import { scaleRoutes } from './scaleRoutes'
import { schoolRoutes } from './schoolRoutes'
import { signalRoutes } from './signalRoutes'
import { supportRoutes } from './supportRoutes'
import { targetRoutes } from './targetRoutes'
import { taskAnalysisRoutes } from './taskAnalysisRoutes'
import { uploadRoutes } from './uploadRoutes'

const root = createRootRouteWithContext<{ queries: QueryClient }>()({ component: Outlet })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search: Record<string, unknown>): { next?: string } => {
    const next = nextAddress(search.next)
    return next === '/' ? {} : { next }
  },
  component: SignIn,
})

/** Everything behind the log-in: who comes from a link returns to it afterwards. */
const inside = createRoute({
  getParentRoute: () => root,
  id: 'inside',
  beforeLoad: async ({ context, location }) => {
    if (!(await enter(context.queries))) {
      const next = nextAddress(location.href)
      throw redirect({ to: '/login', search: next === '/' ? {} : { next } })
    }
    const me = await context.queries.ensureQueryData(meOptions())
    await openQueue(me.id)
  },
  component: Layout,
  errorComponent: StartProblem,
})

const todo = createRoute({
  getParentRoute: () => inside,
  path: '/',
  component: lazyRouteComponent(() => import('@/features/plans/TodoPage'), 'TodoPage'),
})

const plan = createRoute({
  getParentRoute: () => inside,
  path: '/plan',
  validateSearch: readPlanSearch,
  component: lazyRouteComponent(() => import('./PlanScreen'), 'PlanScreen'),
})

const matrix = createRoute({
  getParentRoute: () => inside,
  path: '/plan/matrix',
  validateSearch: readMatrixSearch,
  component: lazyRouteComponent(() => import('./MatrixScreen'), 'MatrixScreen'),
})

const control = createRoute({
  getParentRoute: () => inside,
  path: '/control',
  validateSearch: readControlSearch,
  component: lazyRouteComponent(() => import('@/features/plans/control/ControlPage'), 'ControlPage'),
})

const locks = createRoute({
  getParentRoute: () => inside,
  path: '/plan/locks',
  component: lazyRouteComponent(() => import('@/features/execution/LocksPage'), 'LocksPage'),
})

const deputies = createRoute({
  getParentRoute: () => inside,
  path: '/plan/deputies',
  component: lazyRouteComponent(() => import('@/features/execution/DeputiesPage'), 'DeputiesPage'),
})

const members = createRoute({
  getParentRoute: () => inside,
  path: '/plan/members',
  validateSearch: readMembersSearch,
  component: lazyRouteComponent(() => import('@/features/memberships/MembersPage'), 'MembersPage'),
})

const editions = createRoute({
  getParentRoute: () => inside,
  path: '/plan/editions',
  component: lazyRouteComponent(() => import('@/features/editions/EditionsPage'), 'EditionsPage'),
})

const editionDiff = createRoute({
  getParentRoute: () => inside,
  path: '/plan/editions/$editionId/diff',
  validateSearch: readDiffSearch,
  loader: ({ params }) => mustBeId(params.editionId),
  component: lazyRouteComponent(() => import('@/features/editions/diff/DiffPage'), 'DiffPage'),
})

const draft = createRoute({
  getParentRoute: () => inside,
  path: '/plan/drafts/$editionId',
  validateSearch: readDraftSearch,
  loader: ({ params }) => mustBeId(params.editionId),
  component: lazyRouteComponent(() => import('@/features/editions/draft/DraftPage'), 'DraftPage'),
})

const newImport = createRoute({
  getParentRoute: () => inside,
  path: '/plan/imports/new',
  validateSearch: readImportSearch,
  component: lazyRouteComponent(() => import('@/features/editions/imports/NewImportPage'), 'NewImportPage'),
})

const planImport = createRoute({
  getParentRoute: () => inside,
  path: '/plan/imports/$importId',
  loader: ({ params }) => mustBeId(params.importId),
  component: lazyRouteComponent(() => import('@/features/editions/imports/PlanImportPage'), 'PlanImportPage'),
})

/** Unknown addresses keep the frame, so that there is a way on. */
const nowhere = createRoute({ getParentRoute: () => inside, path: '$', component: NoSuchPage })

const tree = root.addChildren([
  login,
  inside.addChildren([
    todo,
    plan,
    matrix,
    control,
    locks,
    deputies,
    members,
    editions,
    editionDiff,
    draft,
    newImport,
    planImport,
    ...schoolRoutes(inside),
    ...uploadRoutes(inside),
    ...analysisRoutes(inside),
    ...scaleRoutes(inside),
    ...supportRoutes(inside),
    ...taskAnalysisRoutes(inside),
    ...identificationRoutes(inside),
    ...targetRoutes(inside),
    ...signalRoutes(inside),
    nowhere,
  ]),
])

export function makeRouter(queries: QueryClient) {
  return createRouter({
    routeTree: tree,
    context: { queries },
    defaultPreload: 'intent',
    // Freshness is the business of the query library, not of the router.
    defaultPreloadStaleTime: 0,
    defaultPendingMs: 300,
    defaultPendingComponent: Loading,
    defaultErrorComponent: PageProblem,
    defaultNotFoundComponent: NoSuchPage,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>
  }
}
