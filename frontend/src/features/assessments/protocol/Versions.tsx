import { Link } from '@tanstack/react-router'
import type { ProtocolOut, ProtocolVersionOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { formatInstant } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { shareText } from '@/lib/shares'
import { Box } from '@/ui/Box'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Status } from '@/ui/Status'
import type { StatusKind } from '@/ui/status'

const STATES: Record<ProtocolVersionOut['state'], { kind: StatusKind; text: string }> = {
  current: { kind: 'ok', text: 'действует' },
  superseded: { kind: 'idle', text: 'заменена' },
  reverted: { kind: 'idle', text: 'откачена' },
}

const COLUMNS: Column[] = [
  { key: 'version', title: 'Версия' },
  { key: 'state', title: 'Состояние' },
  { key: 'when', title: 'Когда и откуда' },
  { key: 'n', title: 'Участников', isNumeric: true },
  { key: 'n2', title: '«2»', isNumeric: true },
  { key: 'n3', title: '«3»', isNumeric: true },
  { key: 'n4', title: '«4»', isNumeric: true },
  { key: 'n5', title: '«5»', isNumeric: true },
  { key: 'average', title: 'Средняя', isNumeric: true },
  { key: 'success', title: 'Успеваемость', isNumeric: true },
  { key: 'quality', title: 'Качество', isNumeric: true },
]

/** Every version of one protocol with its figures, so that they can be compared down the column. */
export function Versions({ protocol: { id, versions } }: { protocol: ProtocolOut }) {
  return (
    <Box title="История протокола" meta="новые версии сверху" isFlush>
      <DataTable caption="Версии протокола" columns={COLUMNS} minWidth="wide">
        <tbody>
          {versions.map((version) => (
            <Version key={version.protocol_id} version={version} isShown={version.protocol_id === id} />
          ))}
        </tbody>
      </DataTable>
    </Box>
  )
}

function Version({ version, isShown }: { version: ProtocolVersionOut; isShown: boolean }) {
  const { figures, state } = version
  return (
    <tr className={isShown ? cell.open : undefined}>
      <th scope="row">
        {isShown ? (
          <b aria-current="page">{version.version}</b>
        ) : (
          <Link to="/protocols/$protocolId" params={{ protocolId: version.protocol_id }}>
            {version.version}
          </Link>
        )}
      </th>
      <td>
        <Status {...STATES[state]} />
      </td>
      <td>
        <Origin version={version} />
      </td>
      <td className={cell.num}>{formatNumber(figures.n)}</td>
      <td className={cell.num}>{formatNumber(figures.n2)}</td>
      <td className={cell.num}>{formatNumber(figures.n3)}</td>
      <td className={cell.num}>{formatNumber(figures.n4)}</td>
      <td className={cell.num}>{formatNumber(figures.n5)}</td>
      <td className={cell.num}>{formatNumber(figures.avg_mark.value, { digits: 2, fixed: true })}</td>
      <td className={cell.num}>{shareText(figures.success)}</td>
      <td className={cell.num}>{shareText(figures.quality)}</td>
    </tr>
  )
}

function Origin({ version: { recorded_at, upload_id, upload_number } }: { version: ProtocolVersionOut }) {
  const maySeeUploads = useMay('see_uploads')
  return (
    <>
      {formatInstant(recorded_at)}
      <span className={cell.who}>
        {upload_id && maySeeUploads ? (
          <Link to="/uploads/$uploadId" params={{ uploadId: upload_id }}>
            {`загрузка №\u00a0${upload_number}`}
          </Link>
        ) : upload_number === null ? (
          'внесено без файла'
        ) : (
          NO_DATA
        )}
      </span>
    </>
  )
}
