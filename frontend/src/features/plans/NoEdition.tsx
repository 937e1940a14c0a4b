import { asProblem } from '@/api/problems'
import { Loading } from '@/ui/Loading'
import { PageHeader } from '@/ui/PageHeader'
import { ProblemState } from '@/ui/ProblemState'
import { EmptyState } from '@/ui/states'
import type { EditionState } from './useEdition'

/** A page about a plan before it has one: being read, failed, or none for this reader. */
export function NoEdition({ title, state: { failure, isNone } }: { title: string; state: EditionState }) {
  return (
    <>
      <PageHeader title={title} />
      {failure ? (
        <ProblemState problem={asProblem(failure.error)} takesFocus onRetry={failure.retry} />
      ) : isNone ? (
        <EmptyState title="Вам пока не открыта ни одна дорожная карта">
          Она появится, когда вашу школу или управление включат в план. Об этом можно спросить координатора
          управления.
        </EmptyState>
      ) : (
        <Loading rows={12} label="Загружаем дорожную карту" />
      )}
    </>
  )
}
