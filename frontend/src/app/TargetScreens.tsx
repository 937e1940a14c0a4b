import { getRouteApi } from '@tanstack/react-router'
import { TargetPage } from '@/features/targets/TargetPage'

const target = getRouteApi('/inside/targets/$targetId')

export function TargetScreen() {
  const { targetId } = target.useParams()
  return <TargetPage key={targetId} targetId={targetId} />
}
