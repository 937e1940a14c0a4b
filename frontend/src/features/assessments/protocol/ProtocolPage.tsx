import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getProtocolOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ProtocolOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { bound } from '@/lib/typography'
import { Loading } from '@/ui/Loading'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { Participants } from './Participants'
import { Versions } from './Versions'

/** One version of a protocol: the history it stands in, and its participants for those who may see them. */
export function ProtocolPage({ protocolId }: { protocolId: string }) {
  const protocol = useQuery(getProtocolOptions({ path: { protocol_id: protocolId } }))
  if (protocol.isPending) return <Loading rows={8} label="Загружаем протокол" />
  if (protocol.isError) {
    const problem = asProblem(protocol.error)
    return (
      <>
        <PageTitle title={`Ошибка: ${problem.title}`} />
        <ProblemState problem={problem} headingLevel={1} takesFocus onRetry={() => void protocol.refetch()} />
      </>
    )
  }
  return <Shown protocol={protocol.data} />
}

function Shown({ protocol }: { protocol: ProtocolOut }) {
  const { work, school_id, school_name, version, versions } = protocol
  const maySeeParticipants = useMay('see_participants')
  return (
    <>
      <PageHeader
        title={work.title}
        crumbs={
          <>
            <Link to="/schools">Школы</Link> /{' '}
            <Link to="/schools/$schoolId/results" params={{ schoolId: school_id }}>
              {bound(school_name)}
            </Link>
          </>
        }
      >
        {`Протокол, версия ${version}. В истории ${counted(versions.length, ['версия', 'версии', 'версий'])}.`}
      </PageHeader>
      <Versions protocol={protocol} />
      {maySeeParticipants && <Participants protocol={protocol} />}
    </>
  )
}
