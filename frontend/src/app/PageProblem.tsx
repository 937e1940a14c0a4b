import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { asProblem, networkProblem } from '@/api/problems'
import { lowerFirst } from '@/lib/typography'
import { buttonClass } from '@/ui/Button'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import layout from './layout/Layout.module.css'
import type { Section } from './sections'

/** A page that could not be shown: the header stays, the way back too. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  // Without a network even the code of the page does not arrive: that is no fault of the page.
  const problem = navigator.onLine ? asProblem(error) : networkProblem()
  return (
    <>
      <PageTitle title={`Ошибка: ${problem.title}`} />
      <ProblemState
        problem={problem}
        takesFocus
        headingLevel={1}
        onRetry={() => {
          reset()
          void router.invalidate()
        }}
      />
    </>
  )
}

/** The product itself could not start: not even the person is known, so there is no frame around. */
export function StartProblem(props: ErrorComponentProps) {
  return (
    <main className={layout.page} id="main" tabIndex={-1}>
      <PageProblem {...props} />
    </main>
  )
}

/** A section that the roles of the person do not open: who sees it, who he is, whom to ask. */
export function ClosedSection({ section, roles }: { section: Section; roles: readonly string[] }) {
  return (
    <PageHeader
      title={`Нет прав: ${section.title}`}
      actions={
        <Link to="/" className={buttonClass()}>
          К моим делам
        </Link>
      }
    >
      {`${section.seenBy ?? 'Этот раздел открыт не всем.'} Ваша роль: ${roles.map(lowerFirst).join(', ')}. Если доступ нужен для работы, обратитесь к администратору управления.`}
    </PageHeader>
  )
}

/** An address that leads nowhere. */
export function NoSuchPage() {
  return (
    <PageHeader
      title="Такой страницы нет"
      actions={
        <Link to="/" className={buttonClass()}>
          К моим делам
        </Link>
      }
    >
      Возможно, в адресе опечатка или страницу перенесли.
    </PageHeader>
  )
}
