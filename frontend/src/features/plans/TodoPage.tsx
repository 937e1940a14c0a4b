import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { getTodoOptions } from '@/api/generated/@tanstack/react-query.gen'
import type { TodoOut } from '@/api/generated/types.gen'
import { useMe } from '@/api/me'
import { asProblem } from '@/api/problems'
import { dateOfInstant, formatDate, formatDateWithWeekday } from '@/lib/dates'
import { Box } from '@/ui/Box'
import { Button, buttonClass } from '@/ui/Button'
import { classes } from '@/ui/classes'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import text from '@/ui/text.module.css'
import { AskedQuestions } from './AskedQuestions'
import { BlockingChain } from './BlockingChain'
import { TodoGroups } from './TodoGroups'
import { TodoNews } from './TodoNews'
import { TwoWeeks } from './TwoWeeks'
import { capitalized, headSentence } from './todoWords'

/** The first screen: what holds what, what to do by when, what has changed. */
export function TodoPage() {
  const me = useMe()
  const { data: todo, error, refetch } = useQuery(getTodoOptions())
  return (
    <>
      <PageHeader
        title="Мои дела"
        actions={
          <>
            <Link to="/plan" className={buttonClass()}>
              Вся дорожная карта
            </Link>
            <Button onClick={() => window.print()}>Печать на планёрку</Button>
          </>
        }
      >
        {todo?.edition_id ? headSentence(todo) : capitalized(formatDateWithWeekday(dateOfInstant(me.now)))}
      </PageHeader>
      {todo ? (
        <Everything todo={todo} />
      ) : error ? (
        <ProblemState problem={asProblem(error)} takesFocus onRetry={() => void refetch()} />
      ) : (
        <Box title="Дела по срокам">
          <Loading rows={8} label="Загружаем ваши дела" />
        </Box>
      )}
    </>
  )
}

function Everything({ todo }: { todo: TodoOut }) {
  return (
    <div className={classes(text.columns, text.mainAndSide)}>
      <div className={text.stackWide}>
        {todo.chains.map((chain) => (
          <BlockingChain key={`${chain.school_id} ${chain.root_code}`} chain={chain} />
        ))}
        {todo.groups.length > 0 ? <TodoGroups todo={todo} /> : <AllDone todo={todo} />}
      </div>
      <div className={text.stackWide}>
        <TodoNews today={todo.today} />
        <TwoWeeks days={todo.days} />
        {todo.questions.length > 0 && <AskedQuestions questions={todo.questions} />}
      </div>
    </div>
  )
}

function AllDone({ todo: { edition_id, next_due_on, next_due_number } }: { todo: TodoOut }) {
  if (edition_id === null)
    return (
      <EmptyState title="Вам пока не открыта ни одна действующая дорожная карта">
        Дела появятся, когда вашу школу или управление включат в план. Об этом можно спросить координатора
        управления.
      </EmptyState>
    )
  return (
    <EmptyState title="До конца месяца ничего закрывать не нужно">
      {next_due_on
        ? `Ближайший срок — ${formatDate(next_due_on)}, строка ${next_due_number}.`
        : 'Впереди тоже нет сроков, которые относятся к вам.'}
    </EmptyState>
  )
}
