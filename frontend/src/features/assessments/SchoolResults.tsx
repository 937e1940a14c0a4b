/** Results of a school: the share of «2» with its interval in short, or every figure of every protocol. */
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { listSchoolResultsOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { SchoolResultsOut } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { counted } from '@/lib/plural'
import { weightOfOne } from '@/lib/shares'
import { Box } from '@/ui/Box'
import { Loading } from '@/ui/Loading'
import { ProblemState } from '@/ui/ProblemState'
import text from '@/ui/text.module.css'
import { FiguresTable } from './FiguresTable'
import { groupResults } from './figures'
import { IntervalsTable } from './IntervalsTable'
import styles from './SchoolResults.module.css'
import { SourceOfFigures } from './SourceOfFigures'

/** On the overview this many kinds of work are enough; the rest is one link away. */
const IN_SHORT = 5

export function ResultsInShort({ schoolId }: { schoolId: string }) {
  const results = useResults(schoolId)
  if (!results.data) return <NotYet results={results} />
  const groups = groupResults(results.data.items)
  if (groups.length === 0) return <NoResults />
  const shown = groups.slice(0, IN_SHORT)
  return (
    <Box
      title="Результаты"
      meta="доля отметок «2», точка и 95 % интервал"
      aside={
        <Link to="/schools/$schoolId/results" params={{ schoolId }}>
          {shown.length < groups.length ? 'Все результаты' : 'Все показатели'}
        </Link>
      }
      isFlush
      isWhole
    >
      <IntervalsTable groups={shown} />
      <WeightOfOne counts={shown.flatMap((group) => group.results.map(({ figures }) => figures.n))} />
    </Box>
  )
}

interface ResultsInFullProps {
  schoolId: string
  /** The upload the person has come from: what it has brought is marked. */
  markedUploadId: string | undefined
}

export function ResultsInFull({ schoolId, markedUploadId }: ResultsInFullProps) {
  const results = useResults(schoolId)
  if (!results.data) return <NotYet results={results} />
  const { items } = results.data
  if (items.length === 0) return <NoResults />
  const marked = markedUploadId && items.find(({ upload_id }) => upload_id === markedUploadId)
  return (
    <div data-print="wide">
      <Box title="Результаты" meta={counted(items.length, ['протокол', 'протокола', 'протоколов'])} isFlush>
        {marked && (
          <p className={styles.sentence}>
            {`Выделено то, что принято из загрузки №\u00a0${marked.upload_number}.`}
          </p>
        )}
        <FiguresTable groups={groupResults(items)} markedUploadId={markedUploadId} />
        <WeightOfOne counts={items.map(({ figures }) => figures.n)} />
        <SourceOfFigures items={items} />
      </Box>
    </div>
  )
}

function useResults(schoolId: string) {
  return useQuery(listSchoolResultsOptions({ path: { school_id: schoolId } }))
}

function NotYet({ results }: { results: ReturnType<typeof useResults> }) {
  if (results.isError) {
    return <ProblemState problem={asProblem(results.error)} onRetry={() => void results.refetch()} />
  }
  return <Loading rows={4} label="Загружаем результаты" />
}

function NoResults() {
  return (
    <Box title="Результаты">
      <p className={text.sub}>
        Протоколов пока нет. Они появятся, когда примут загруженный файл результатов.
      </p>
    </Box>
  )
}

function WeightOfOne({ counts }: { counts: SchoolResultsOut['items'][number]['figures']['n'][] }) {
  const sentence = weightOfOne(counts)
  if (!sentence) return null
  return (
    <p className={styles.caption}>
      {sentence} Поэтому доли показаны числом участников, а точность — 95&nbsp;% интервалом (метод Вильсона).
    </p>
  )
}
