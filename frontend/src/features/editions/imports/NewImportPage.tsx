import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import {
  getPlanImportQueryKey,
  importPlanMutation,
  listPlansOptions,
} from '@/api/generated/@tanstack/react-query.gen'
import { useMay } from '@/api/me'
import { asProblem } from '@/api/problems'
import { Box } from '@/ui/Box'
import { FileDrop } from '@/ui/FileDrop'
import { PageHeader } from '@/ui/PageHeader'
import { Progress } from '@/ui/Progress'
import { SelectField } from '@/ui/SelectField'
import { ErrorState, NoRights } from '@/ui/states'
import text from '@/ui/text.module.css'
import { PERMISSION } from '../words'

const route = getRouteApi('/inside/plan/imports/new')
const ENDINGS = ['.docx', '.xlsx']
const MAX_BYTES = 20 * 1024 * 1024

/** A plan as a Word or Excel table: the file is read, nothing is changed until a draft is made of it. */
export function NewImportPage() {
  const mayManage = useMay(PERMISSION)
  return (
    <>
      <PageHeader
        title="Загрузка плана из файла"
        crumbs={
          <>
            <Link to="/plan">Дорожная карта</Link> / <Link to="/plan/editions">Редакции</Link>
          </>
        }
      >
        Из файла возьмут строки плана. Тексты останутся слово в слово, а неясное станет вопросами автору.
      </PageHeader>
      {mayManage ? (
        <Box title="Файл">
          <SendPlan />
        </Box>
      ) : (
        <NoRights>Планы загружают координатор и руководитель управления. Обратитесь к ним.</NoRights>
      )}
    </>
  )
}

function SendPlan() {
  const { plan } = route.useSearch()
  const navigate = route.useNavigate()
  const queries = useQueryClient()
  const plans = useQuery(listPlansOptions())
  const send = useMutation({
    ...importPlanMutation(),
    onSuccess: (found) => {
      queries.setQueryData(getPlanImportQueryKey({ path: { import_id: found.id } }), found)
      void navigate({ to: '/plan/imports/$importId', params: { importId: found.id } })
    },
  })
  const options = [
    { value: '', text: 'это новый план' },
    ...(plans.data?.items ?? []).map(({ id, title }) => ({ value: id, text: title })),
  ]
  const problem = send.error && !send.isPending ? asProblem(send.error) : null
  const file = send.variables?.body.file
  return (
    <div className={text.stackWide}>
      <div className={text.measure}>
        <SelectField
          label="К какому плану относится файл"
          hint="Строки нового файла сравнят с действующей редакцией этого плана."
          options={options}
          value={plan ?? ''}
          onChoose={(value) =>
            void navigate({ search: { plan: value === '' ? undefined : value }, replace: true })
          }
        />
      </div>
      {problem && (
        <ErrorState
          title={problem.title}
          text={
            problem.status === null
              ? 'Файл не отправлен. Проверьте подключение и выберите его ещё раз.'
              : problem.text
          }
          supportNumber={problem.supportNumber}
          takesFocus
        />
      )}
      {send.isPending ? (
        <Progress label={`Отправляем ${file instanceof File ? file.name : 'файл'}`} percent={null} />
      ) : (
        <FileDrop
          label="Таблица плана"
          hint="Документ Word (.docx) или книга Excel (.xlsx) с таблицей дорожной карты, до 20 МБ."
          endings={ENDINGS}
          maxBytes={MAX_BYTES}
          isSingle
          tooLarge="Удалите рисунки и приложения, оставьте таблицу плана."
          onTake={([chosen]) =>
            chosen && send.mutate({ body: { file: chosen }, query: plan ? { plan_id: plan } : {} })
          }
        />
      )}
      <p className={text.meta}>
        Старый формат .doc или .xls сначала сохраните как .docx или .xlsx. Скан распознать нельзя: в нём нет
        текста.
      </p>
    </div>
  )
}
