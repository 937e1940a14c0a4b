import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/Button'
import { PageHeader } from '@/ui/PageHeader'

/** A school that is not there, or that this person may not see: the two look alike on purpose. */
export function NoSuchSchool() {
  return (
    <PageHeader
      title="Школа не найдена"
      actions={
        <Link to="/schools" className={buttonClass()}>
          К списку школ
        </Link>
      }
    >
      Такой школы нет, или она вам не видна. Проверьте адрес.
    </PageHeader>
  )
}
