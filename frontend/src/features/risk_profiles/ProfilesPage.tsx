import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { listRiskProfilesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { RiskProfileRowOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { type Column, cell, DataTable } from '@/ui/DataTable'
import { Disclosure } from '@/ui/Disclosure'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { LevelFileForm } from './LevelFileForm'
import { STATE_KINDS } from './words'

const COLUMNS: Column[] = [
  { key: 'school', title: 'Школа' },
  { key: 'state', title: 'Профиль' },
  { key: 'differing', title: 'Расходятся', isNumeric: true },
  { key: 'selected', title: 'В работе', isNumeric: true },
  { key: 'signed', title: 'Подписи' },
  { key: 'next', title: 'Что дальше' },
]

/** The profiles of all schools the reader sees: where each stands and what comes next. */
export function ProfilesPage() {
  const [cycle, setCycle] = useState<number>()
  const profiles = useQuery(listRiskProfilesOptions({ query: cycle ? { cycle } : undefined }))
  return (
    <div className={text.stackWide}>
      <PageHeader title="Рисковые профили" />
      {profiles.data?.allowed_actions.includes('send_level_file') && (
        <Disclosure summary="Загрузить уровни анкеты файлом">
          <LevelFileForm />
        </Disclosure>
      )}
      {profiles.isPending && <Loading rows={4} label="Загружаем рисковые профили" />}
      {profiles.isError && (
        <ProblemState problem={asProblem(profiles.error)} onRetry={() => void profiles.refetch()} />
      )}
      {profiles.data && profiles.data.cycles.length > 1 && (
        <SelectChip
          label="Цикл"
          isFilter={false}
          options={profiles.data.cycles.map((year) => ({ value: String(year), text: `${year} год` }))}
          chosen={String(profiles.data.cycle)}
          onChoose={(year) => setCycle(Number(year))}
        />
      )}
      {profiles.data && <Rows items={profiles.data.items} cycle={profiles.data.cycle} />}
    </div>
  )
}

function Rows({ items, cycle }: { items: readonly RiskProfileRowOut[]; cycle: number }) {
  if (items.length === 0) {
    return (
      <EmptyState title={`Профилей ${cycle} года нет`}>
        Профиль появляется, когда приходят уровни анкеты из МЭДК или их вносят вручную.
      </EmptyState>
    )
  }
  return (
    <Box title={`Профили ${cycle} года`} meta={`школ: ${items.length}`} isFlush>
      <DataTable caption={`Рисковые профили ${cycle} года`} columns={COLUMNS} narrow="cards">
        <tbody>
          {items.map((row) => (
            <Row key={row.school_id} row={row} />
          ))}
        </tbody>
      </DataTable>
    </Box>
  )
}

function Row({ row }: { row: RiskProfileRowOut }) {
  return (
    <tr>
      <th scope="row">
        <Link to="/schools/$schoolId/risk-profile" params={{ schoolId: row.school_id }}>
          {bound(row.school_name)}
        </Link>
      </th>
      <td data-label="Профиль">
        <span>
          <Status kind={STATE_KINDS[row.state]} text={row.state_title} />
          {row.verified_on && <span className={text.meta}> {formatDate(row.verified_on)}</span>}
        </span>
      </td>
      <td className={cell.num} data-label="Расходятся">
        <span>
          {row.differing} из {row.factors}
        </span>
      </td>
      <td className={cell.num} data-label="В работе">
        <span>{row.selected}</span>
      </td>
      <td data-label="Подписи">
        <span>{signedBy(row)}</span>
      </td>
      <td data-label="Что дальше">
        <span>{bound(row.next_step)}</span>
      </td>
    </tr>
  )
}

function signedBy({ signed_by_curator, signed_by_school }: RiskProfileRowOut): string {
  const who = [signed_by_curator && 'куратор', signed_by_school && 'директор'].filter(Boolean)
  return who.length > 0 ? who.join(', ') : '—'
}
