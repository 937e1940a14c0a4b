import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { ActionBar } from '@/acts/ActionBar'
import { getScaleOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { ScaleOfWorkOut, ScaleVersionOut } from '@/api/generated/types.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate } from '@/lib/dates'
import { Button } from '@/ui/Button'
import { KeyValue, type Pair } from '@/ui/KeyValue'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { Panel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { Status } from '@/ui/Status'
import { Timeline } from '@/ui/Timeline'
import text from '@/ui/text.module.css'
import { OtherYearForm, VersionForm } from './ScaleForms'
import { conditionText, figuresText, nameOf, stateKind } from './scaleWords'

interface ScalePanelProps {
  scaleId: string
  /** Another version is shown instead: one just written, or one of the history. */
  onShow: (scaleId: string) => void
  onClose: () => void
}

/** One version whole: figures, where they come from, who wrote it and what was before. */
export function ScalePanel({ scaleId, onShow, onClose }: ScalePanelProps) {
  const found = useQuery(getScaleOptions({ path: { scale_id: scaleId } }))
  return (
    <Panel
      id="scale"
      title={found.data ? nameOf(found.data) : 'Шкала'}
      meta={found.data && `${found.data.procedure_title}, ${found.data.years}. ${found.data.kind_title}`}
      onClose={onClose}
    >
      {found.error ? (
        <ProblemState
          problem={asProblem(found.error)}
          headingLevel={3}
          onRetry={() => void found.refetch()}
        />
      ) : found.data ? (
        <ScaleWhole scale={found.data} onShow={onShow} />
      ) : (
        <Loading rows={5} label="Загружаем шкалу" />
      )}
    </Panel>
  )
}

function ScaleWhole({ scale, onShow }: { scale: ScaleOfWorkOut; onShow: (scaleId: string) => void }) {
  const mayEdit = useMay('edit_scales')
  const inForce = scale.versions.find(({ state }) => state === 'current')
  return (
    <div className={text.stackWide}>
      <p>
        <Status kind={stateKind(scale.state)} text={`Версия ${scale.version}: ${scale.state_title}`} />
      </p>
      {scale.offered_id && (
        <Note tone="due">
          В справочнике новой версии продукта другие числа. Действует версия методиста.{' '}
          <Button size="small" onClick={() => onShow(scale.offered_id ?? scale.id)}>
            Посмотреть предложенную
          </Button>
        </Note>
      )}
      {inForce && inForce.id !== scale.id && (
        <p>
          <Button size="small" onClick={() => onShow(inForce.id)}>
            {`Показать действующую версию ${inForce.version}`}
          </Button>
        </p>
      )}
      <KeyValue pairs={pairsOf(scale)} />
      {scale.passport_id && (
        <Link to="/scales/passports/$passportId" params={{ passportId: scale.passport_id }}>
          Паспорт работы
        </Link>
      )}
      <ActionBar
        label="Действия со шкалой"
        subject={`scale.${scale.id}`}
        allowed={[...scale.allowed_actions, ...(mayEdit && !scale.passport_id ? ['other_year'] : [])]}
        blocked={scale.blocked_by}
        actions={[
          {
            name: 'edit',
            words: 'Новая версия',
            look: 'primary',
            form: (slot) => <VersionForm {...slot} scale={scale} onMade={onShow} />,
          },
          {
            name: 'other_year',
            words: 'Шкала другого года',
            form: (slot) => <OtherYearForm {...slot} scale={scale} onMade={onShow} />,
          },
        ]}
      />
      <h3>История</h3>
      <Timeline items={scale.versions.map(stepOf)} />
    </div>
  )
}

function pairsOf(scale: ScaleOfWorkOut): Pair[] {
  const optional: [string, string | number | null][] = [
    ['Максимум работы', scale.max_primary],
    ['Для профильного класса', scale.profile_min === null ? null : `от ${scale.profile_min}`],
    ['Тестовые баллы', scale.test_scores?.join(', ') ?? null],
    ['Документ', scale.basis],
    ['Причина', scale.reason],
  ]
  return [
    { name: 'Числа', value: figuresText(scale) },
    ...scale.conditions.map((condition) => ({ name: 'Условие', value: conditionText(condition) })),
    ...optional.flatMap(([name, value]) => (value === null ? [] : [{ name, value: `${value}` }])),
    { name: 'Источник', value: scale.source },
    { name: 'Надёжность', value: scale.confidence },
    { name: 'Протоколов по ней', value: `${scale.protocols}` },
  ]
}

function stepOf(version: ScaleVersionOut) {
  const who = version.author_name ?? version.origin_title
  const why = [version.reason, version.basis].filter(Boolean).join(', ')
  return {
    key: version.id,
    kind: stateKind(version.state),
    title: `Версия ${version.version}, ${formatDate(dateOfInstant(version.recorded_at))}: ${version.state_title}`,
    text: `${who}. ${figuresText(version)}${why ? `. ${why}` : ''}`,
  }
}
