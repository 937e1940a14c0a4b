import { getRouteApi } from '@tanstack/react-router'
import { UploadPage } from '@/features/assessments/UploadPage'

const route = getRouteApi('/inside/uploads/$uploadId')

/** The page of one upload in its place among the addresses; another upload is another page. */
export function UploadScreen() {
  const { uploadId } = route.useParams()
  return <UploadPage key={uploadId} uploadId={uploadId} />
}
