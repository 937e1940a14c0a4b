import { Link } from '@tanstack/react-router'
import { buttonClass } from '@/ui/Button'
import { PageHeader } from '@/ui/PageHeader'

/** An upload that is not there, or that this person may not see: the two look alike on purpose. */
export function NoSuchUpload() {
  return (
    <PageHeader
      title="Загрузка не найдена"
      actions={
        <Link to="/uploads" className={buttonClass()}>
          К списку загрузок
        </Link>
      }
    >
      Такой загрузки нет среди доступных вам. Проверьте адрес.
    </PageHeader>
  )
}
