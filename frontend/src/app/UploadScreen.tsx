/** Pages of one upload and of one protocol in their places among the addresses; another one is another page. */
import { getRouteApi } from '@tanstack/react-router'
import { ProtocolPage } from '@/features/assessments/protocol/ProtocolPage'
import { UploadPage } from '@/features/uploads/UploadPage'

const uploadRoute = getRouteApi('/inside/uploads/$uploadId')
const protocolRoute = getRouteApi('/inside/protocols/$protocolId')

export function UploadScreen() {
  const { uploadId } = uploadRoute.useParams()
  const navigate = uploadRoute.useNavigate()
  return (
    <UploadPage
      key={uploadId}
      uploadId={uploadId}
      search={uploadRoute.useSearch()}
      onSearch={(search) => void navigate({ search, resetScroll: false })}
    />
  )
}

export function ProtocolScreen() {
  const { protocolId } = protocolRoute.useParams()
  return <ProtocolPage key={protocolId} protocolId={protocolId} />
}
