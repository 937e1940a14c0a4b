import { Download } from '@/acts/Download'
import { downloadFile } from '@/api/download'
import { getVisitFile } from '@/api/generated/sdk.gen'
import type { VisitFileOut, VisitFindingIn, VisitFindingOut, VisitOut } from '@/api/generated/types.gen'
import { discard, type Photo, useChanges, write } from '@/api/offline/queue'
import type { Change } from '@/api/offline/store'
import { bound } from '@/lib/typography'
import { newUuid } from '@/lib/uuid'
import { Box } from '@/ui/Box'
import { Button } from '@/ui/Button'
import { SelectField } from '@/ui/SelectField'
import { Status } from '@/ui/Status'
import { EmptyState } from '@/ui/states'
import { TextArea } from '@/ui/TextArea'
import text from '@/ui/text.module.css'
import { Conflict } from './Conflict'
import { Saved } from './Saved'
import { useTyped } from './useTyped'
import styles from './Visits.module.css'
import { FINDING_KINDS } from './words'

/** What was seen, with photos; a new one gets its id here, so that sending it twice is one finding. */
export function Findings({ kit }: { kit: VisitOut }) {
  const changes = useChanges(kit.id).filter(({ kind }) => kind === 'finding')
  const known = new Set(kit.findings.map(({ id }) => id))
  const fresh = changes.filter(({ name }) => !known.has(name)).map(({ name }) => name)
  // A withdrawn one stays in sight while there is something to decide about it.
  const isShown = ({ id, is_withdrawn }: VisitFindingOut) => {
    const change = changes.find(({ name }) => name === id)
    if (change && change.state !== 'waiting') return true
    return !((change?.value as VisitFindingIn | undefined)?.is_withdrawn ?? is_withdrawn)
  }
  const shown = kit.findings.filter(isShown)
  const add = (kind: VisitFindingIn['kind']) =>
    write(kit.id, 'finding', newUuid(), 0, {
      kind,
      factor_id: null,
      text: '',
      is_withdrawn: false,
    })
  return (
    <Box title="Замечания" meta={String(shown.length + fresh.length)}>
      {shown.length + fresh.length === 0 && (
        <EmptyState title="Замечаний пока нет">
          Запишите, что увидели: и сильное, и то, что мешает.
        </EmptyState>
      )}
      <ul className={text.stackWide}>
        {[...shown.map(({ id }) => id), ...fresh].map((id) => (
          <li key={id}>
            <Finding kit={kit} id={id} saved={kit.findings.find((finding) => finding.id === id)} />
          </li>
        ))}
      </ul>
      {kit.allowed_actions.includes('write_findings') && (
        <div className={text.row} data-noprint>
          <Button size="small" onClick={() => void add('problem')}>
            Записать, что мешает
          </Button>
          <Button size="small" onClick={() => void add('strength')}>
            Записать сильную сторону
          </Button>
        </div>
      )}
    </Box>
  )
}

interface FindingProps {
  kit: VisitOut
  id: string
  saved: VisitFindingOut | undefined
}

function Finding({ kit, id, saved }: FindingProps) {
  const visit = kit.id
  const changes = useChanges(visit)
  const change = changes.find(({ kind, name }) => kind === 'finding' && name === id)
  const photos = changes.filter(({ kind, value }) => kind === 'file' && (value as Photo).findingId === id)
  const value: VisitFindingIn = (change?.value as VisitFindingIn | undefined) ?? {
    kind: (saved?.kind as VisitFindingIn['kind']) ?? 'problem',
    factor_id: saved?.factor_id ?? null,
    text: saved?.text ?? '',
    is_withdrawn: saved?.is_withdrawn ?? false,
  }
  const [words, remember] = useTyped(value.text)
  const set = (part: Partial<VisitFindingIn>) =>
    void write(visit, 'finding', id, saved?.version ?? 0, { ...value, text: words, ...part })
  const withdraw = () => {
    if (saved) return set({ is_withdrawn: true, text: saved.text })
    for (const unsent of [change, ...photos]) if (unsent) void discard(unsent)
  }
  const takePhoto = (file: File | undefined) => {
    if (!file) return
    const photo: Photo = { blob: file, fileName: file.name, findingId: id }
    void write(visit, 'file', newUuid(), 0, photo)
  }
  const files = kit.files.filter(({ finding_id }) => finding_id === id)
  if (!kit.allowed_actions.includes('write_findings')) {
    return (
      <>
        <Status kind={value.kind === 'problem' ? 'due' : 'ok'} text={wordOf(value.kind)} />
        <p>{bound(value.text)}</p>
        {saved?.factor_name && <p className={text.meta}>{saved.factor_name}</p>}
        <Files files={files} />
        {change && <Conflict change={change} title="Замечание" />}
        <Photos photos={photos} />
      </>
    )
  }
  return (
    <div className={styles.finding}>
      <SelectField
        label="Вид"
        options={FINDING_KINDS}
        value={value.kind}
        onChoose={(kind) => set({ kind: kind as VisitFindingIn['kind'] })}
      />
      <SelectField
        label="Фактор риска"
        options={[
          { value: '', text: 'не связан с фактором' },
          ...kit.risk_levels.map(({ factor_id, factor_name }) => ({ value: factor_id, text: factor_name })),
        ]}
        value={value.factor_id ?? ''}
        onChoose={(factor) => set({ factor_id: factor || null })}
      />
      <TextArea
        label="Что увидели"
        hint="От трёх букв; снимок уйдёт вместе с текстом"
        value={words}
        rows={3}
        maxLength={4_000}
        onChange={(event) => {
          remember(event.target.value)
          set({ text: event.target.value })
        }}
      />
      <Saved change={change} savedAt={saved?.changed_at ?? null} person={saved?.person_name ?? null} />
      {change && <Conflict change={change} title="Замечание" />}
      <Files files={files} />
      <Photos photos={photos} />
      <div className={text.row}>
        <FileButton words="Снять на камеру" accept="image/*" capture="environment" onTake={takePhoto} />
        <FileButton words="Приложить файл" accept="image/*,.pdf,.docx,.xlsx" onTake={takePhoto} />
        <Button size="small" look="quiet" onClick={withdraw}>
          Снять замечание
        </Button>
      </div>
    </div>
  )
}

interface FileButtonProps {
  words: string
  accept: string
  /** A phone opens its camera at once instead of asking where from. */
  capture?: 'environment'
  onTake: (file: File | undefined) => void
}

function FileButton({ words, onTake, ...kinds }: FileButtonProps) {
  return (
    <label className={styles.photo}>
      {words}
      <input
        type="file"
        {...kinds}
        onChange={(event) => {
          onTake(event.target.files?.[0])
          event.target.value = ''
        }}
      />
    </label>
  )
}

function Photos({ photos }: { photos: readonly Change[] }) {
  return photos.map((photo) => (
    <div key={photo.id}>
      {photo.state === 'waiting' && (
        <p className={text.meta}>{(photo.value as Photo).fileName}: ждёт отправки</p>
      )}
      <Conflict change={photo} title={`Файл «${(photo.value as Photo).fileName}»`} />
    </div>
  ))
}

function Files({ files }: { files: readonly VisitFileOut[] }) {
  return files.map(({ id, file_name }) => (
    <Download
      key={id}
      what={file_name}
      size="small"
      load={() => downloadFile((asFile) => getVisitFile({ path: { file_id: id }, ...asFile }))}
    >
      Скачать файл
    </Download>
  ))
}

function wordOf(kind: string): string {
  return FINDING_KINDS.find(({ value }) => value === kind)?.text ?? kind
}
