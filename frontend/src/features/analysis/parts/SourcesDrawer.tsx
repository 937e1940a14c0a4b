/** All figures of one unit in one work, and where they come from: protocols, uploads, scales, formulas. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listFigureSourcesOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { FigureSourceOut, FigureSourcesOut, UnitFiguresOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { formatNumber, NO_DATA } from '@/lib/numbers'
import { counted, type Forms } from '@/lib/plural'
import { SideDrawer } from '@/ui/Dialog'
import { KeyValue } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import styles from '../Analysis.module.css'
import type { Level } from './analysisSearch'
import { sayCount, sayInterval, sayMoment, sayShare, sayWork } from './words'

export interface Shown {
  level: Level
  unitId: string
  workId: string
  figures: UnitFiguresOut
}

const PROTOCOLS: Forms = ['протокол', 'протокола', 'протоколов']

interface SourcesDrawerProps {
  /** Kept by the page while the drawer is being closed, so that it does not go blank. */
  shown: Shown | null
  isOpen: boolean
  onClose: () => void
}

export function SourcesDrawer({ shown, isOpen, onClose }: SourcesDrawerProps) {
  return (
    <SideDrawer title="Откуда число" side="right" size={480} isOpen={isOpen} onClose={onClose}>
      {shown && <Sources {...shown} />}
    </SideDrawer>
  )
}

function Sources({ level, unitId, workId, figures }: Shown) {
  const sources = useQuery(listFigureSourcesOptions({ query: { level, unit_id: unitId, work_id: workId } }))
  if (sources.isError) {
    return <ProblemState problem={asProblem(sources.error)} onRetry={() => void sources.refetch()} />
  }
  if (!sources.data) return <Loading rows={6} label="Ищем, откуда число" />
  const { unit, work } = sources.data
  return (
    <div className={styles.sources}>
      <h3>{`${unit.name}: ${sayWork(work)}, ${sayMoment(work)}`}</h3>
      <KeyValue pairs={pairsOf(figures)} />
      <Protocols sources={sources.data} />
      <Formulas sources={sources.data} />
    </div>
  )
}

function pairsOf(figures: UnitFiguresOut) {
  const { kind, n, n2, n3, n4, n5, completion } = figures
  const share = (of: UnitFiguresOut['success']) => [sayShare(of), sayInterval(of)].filter(Boolean).join('; ')
  const mean = ({ value }: UnitFiguresOut['avg_mark']) => formatNumber(value, { digits: 2, fixed: true })
  return [
    { name: 'Участников', value: sayCount(n, kind) },
    { name: '«2», «3», «4», «5»', value: [n2, n3, n4, n5].map((count) => sayCount(count, kind)).join(' · ') },
    { name: 'Ниже порога', value: share(figures.below_min) },
    { name: 'Успеваемость', value: share(figures.success) },
    { name: 'Качество', value: share(figures.quality) },
    { name: 'СОУ', value: formatNumber(figures.sou.value, { digits: 1, fixed: true }) },
    { name: 'Средняя отметка', value: mean(figures.avg_mark) },
    { name: 'Средний первичный балл', value: mean(figures.avg_primary) },
    ...(figures.avg_test.value === null
      ? []
      : [
          { name: 'Средний тестовый балл', value: mean(figures.avg_test) },
          { name: 'Высокие баллы', value: share(figures.high_score) },
        ]),
    {
      name: 'Выполнение',
      value: completion.pct === null ? NO_DATA : `${formatNumber(completion.pct)}\u00a0%`,
    },
    {
      name: 'Против журнала',
      value: `ниже ${sayShare(figures.lowered)}; так\u00a0же ${sayShare(figures.confirmed)}; выше ${sayShare(figures.raised)}`,
    },
  ]
}

function Protocols({ sources: { total, items } }: { sources: FigureSourcesOut }) {
  const hidden = total - items.length
  return (
    <div>
      <h3>{`Сложено из: ${counted(total, PROTOCOLS)}`}</h3>
      <ul>
        {items.map((item) => (
          <Source key={item.protocol_id} source={item} />
        ))}
      </ul>
      {hidden > 0 && (
        <p
          className={text.meta}
        >{`Ещё ${counted(hidden, PROTOCOLS)} здесь не показано или вам не открыто.`}</p>
      )}
    </div>
  )
}

function Source({ source }: { source: FigureSourceOut }) {
  const maySeeUploads = useMay('see_uploads')
  const { protocol_id, school_name, version, recorded_at, upload_id, upload_number, scale, basis } = source
  return (
    <li>
      <Link to="/protocols/$protocolId" params={{ protocolId: protocol_id }}>
        {school_name}
      </Link>
      <span className={styles.sub}>
        {`версия ${version}, ${formatDate(dateOfInstant(recorded_at))}`}
        {upload_id && maySeeUploads && (
          <>
            {', '}
            <Link to="/uploads/$uploadId" params={{ uploadId: upload_id }}>
              {`загрузка №\u00a0${upload_number}`}
            </Link>
          </>
        )}
        {basis === 'counts' && ', только число отметок'}
        {scale
          ? `; шкала: «3» от ${sayCount(scale.min_3, '')}, «4» от ${sayCount(scale.min_4, '')}, «5» от ${sayCount(scale.min_5, '')} (${scale.source})`
          : '; шкалы в\u00a0системе нет'}
      </span>
    </li>
  )
}

function Formulas({ sources: { formulas, formula_source } }: { sources: FigureSourcesOut }) {
  return (
    <div>
      <h3>Как посчитано</h3>
      <KeyValue pairs={formulas.map(({ title, formula }) => ({ name: title, value: formula }))} />
      <p className={text.meta}>{`Формулы: ${formula_source}`}</p>
    </div>
  )
}
