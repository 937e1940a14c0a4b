import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import { listScalesOptions, listSubjectsOptions } from '@/api/generated/@tanstack/react-query.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { PROCEDURES } from '@/lib/procedures'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { WithPanel } from '@/ui/Panel'
import { ProblemState } from '@/ui/ProblemState'
import { SelectField } from '@/ui/SelectField'
import { EmptyState } from '@/ui/states'
import { TextField } from '@/ui/TextField'
import text from '@/ui/text.module.css'
import { NewScaleForm } from './ScaleForms'
import { ScalePanel } from './ScalePanel'
import styles from './Scales.module.css'
import { ScalesTable } from './ScalesTable'
import { readScalesSearch, type ScalesSearch } from './scalesSearch'
import { KINDS, type ScaleKind } from './scaleWords'

const route = getRouteApi('/inside/scales/')

/** What a score gives, by procedure, subject and year; every figure with its source. */
export function ScalesPage() {
  const { scale, ...filters } = route.useSearch()
  const navigate = route.useNavigate()
  const change = (to: ScalesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...to }), resetScroll: false })
  const { procedure, kind, subject, year } = filters
  const query = {
    ...(procedure && { procedure }),
    ...(kind && { kind }),
    ...(subject && { subject }),
    ...(year !== undefined && { year }),
  }
  const found = useQuery(listScalesOptions({ query }))
  return (
    <WithPanel
      panel={
        scale ? (
          <ScalePanel
            key={scale}
            scaleId={scale}
            onShow={(id) => change({ scale: id })}
            onClose={() => change({ scale: undefined })}
          />
        ) : null
      }
    >
      <PageHeader title="Шкалы и пороги">
        Какой балл какую отметку даёт. Если в файле есть отметка, верна она; расхождение со шкалой —
        предупреждение.
      </PageHeader>
      <div className={text.stackWide}>
        <Filters filters={filters} onChange={change} />
        <NewScale onMade={(id) => change({ scale: id })} />
        {found.error ? (
          <ProblemState problem={asProblem(found.error)} onRetry={() => void found.refetch()} />
        ) : !found.data ? (
          <Loading rows={8} label="Загружаем шкалы" />
        ) : found.data.items.length === 0 ? (
          <EmptyState title="Таких шкал нет">
            Измените отбор. Чего нет в источниках, того нет и здесь.
          </EmptyState>
        ) : (
          <>
            <p className={text.meta} role="status">
              {counted(found.data.items.length, ['шкала', 'шкалы', 'шкал'])} в действии
            </p>
            <ScalesTable items={found.data.items} openId={scale} onOpen={(id) => change({ scale: id })} />
          </>
        )}
      </div>
    </WithPanel>
  )
}

function Filters({
  filters: { procedure, kind, subject, year },
  onChange,
}: {
  filters: ScalesSearch
  onChange: (to: ScalesSearch) => void
}) {
  const subjects = useQuery(listSubjectsOptions())
  const all = { value: '', text: 'Все' }
  const choose = (part: Record<string, unknown>) =>
    onChange({ ...readScalesSearch({ procedure, kind, subject, year, ...part }), scale: undefined })
  return (
    <fieldset className={styles.filters} aria-label="Отбор" data-noprint>
      <SelectField
        label="Процедура"
        options={[all, ...PROCEDURES]}
        value={procedure ?? ''}
        onChoose={(value) => choose({ procedure: value })}
      />
      <SelectField
        label="Предмет"
        options={[
          all,
          ...(subjects.data?.items ?? []).map(({ code, name }) => ({ value: code, text: name })),
        ]}
        value={subject ?? ''}
        onChoose={(value) => choose({ subject: value })}
      />
      <SelectField
        label="Что это"
        options={[all, ...KINDS]}
        value={kind ?? ''}
        onChoose={(value) => choose({ kind: value })}
      />
      <TextField
        label="Год"
        inputMode="numeric"
        maxLength={4}
        defaultValue={year ?? ''}
        onChange={({ target }) => {
          if (target.value === '' || /^20\d\d$/.test(target.value)) choose({ year: Number(target.value) })
        }}
      />
    </fieldset>
  )
}

/** A form that first asks what kind of figures it will have. */
function NewScale({ onMade }: { onMade: (id: string) => void }) {
  const [kind, setKind] = useState<ScaleKind>('marks')
  const [isOpen, setOpen] = useState(false)
  if (!useMay('edit_scales')) return null
  if (!isOpen) {
    return (
      <div data-noprint>
        <Button onClick={() => setOpen(true)}>Новая шкала</Button>
      </div>
    )
  }
  const close = () => setOpen(false)
  return (
    <Box title="Новая шкала">
      <SelectField
        label="Что это"
        options={KINDS}
        value={kind}
        onChoose={(value) => setKind(KINDS.find((one) => one.value === value)?.value ?? 'marks')}
      />
      <NewScaleForm
        key={kind}
        kind={kind}
        draft={`scale.new.${kind}`}
        takesFocus={false}
        onClose={close}
        onSaved={close}
        onMade={onMade}
      />
    </Box>
  )
}
