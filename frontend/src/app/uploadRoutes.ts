/** Addresses of «Загрузки» and of one protocol with its history. */
import { type AnyRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { NoSuchUpload } from '@/features/uploads/NoSuchUpload'
import { readUploadSearch, readUploadsSearch } from '@/features/uploads/uploadsSearch'
import { mustBeId } from './mustBeId'

/** Return the routes below the frame of those who are logged in. */
export function uploadRoutes<Parent extends AnyRoute>(inside: Parent) {
  const uploads = createRoute({
    getParentRoute: () => inside,
    path: '/uploads',
    validateSearch: readUploadsSearch,
    component: lazyRouteComponent(() => import('@/features/uploads/UploadsPage'), 'UploadsPage'),
  })
  const upload = createRoute({
    getParentRoute: () => inside,
    path: '/uploads/$uploadId',
    validateSearch: readUploadSearch,
    loader: ({ params }) => mustBeId(params.uploadId),
    notFoundComponent: NoSuchUpload,
    component: lazyRouteComponent(() => import('./UploadScreen'), 'UploadScreen'),
  })
  const protocol = createRoute({
    getParentRoute: () => inside,
    path: '/protocols/$protocolId',
    loader: ({ params }) => mustBeId(params.protocolId),
    component: lazyRouteComponent(() => import('./UploadScreen'), 'ProtocolScreen'),
  })
  return [uploads, upload, protocol] as const
}
