import { type ErrorComponentProps, Link, useRouter } from '@tanstack/react-router'
import { asProblem } from '@/api/problems'
import { buttonClass } from '@/ui/Button'
import { PageHeader, PageTitle } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import layout from './layout/Layout.module.css'

/** A page that could not be shown: the header stays, the way back too. */
export function PageProblem({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const problem = asProblem(error)
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
