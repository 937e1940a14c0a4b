import { Button } from './Button'
import styles from './Pager.module.css'

interface PagerProps {
  /** What is paged, in the genitive: «школ». */
  what: string
  page: number
  pageSize: number
  total: number
  onPage: (page: number) => void
}

/** The last page, at least 1. */
export function lastPage(total: number, pageSize: number): number {
  return Math.max(1, Math.ceil(total / pageSize))
}

/** «51–100 из 700 школ», back and on; nothing where one page holds all. */
export function Pager({ what, page, pageSize, total, onPage }: PagerProps) {
  const last = lastPage(total, pageSize)
  if (last === 1) return null
  const first = (page - 1) * pageSize + 1
  return (
    <nav className={styles.pager} aria-label={`Страницы ${what}`} data-noprint>
      <Button
        size="small"
        aria-disabled={page === 1 || undefined}
        onClick={() => page > 1 && onPage(page - 1)}
      >
        Назад
      </Button>
      <span className={styles.words} role="status">
        {`${first}–${Math.min(total, page * pageSize)} из\u00a0${total} ${what}, страница ${page} из\u00a0${last}`}
      </span>
      <Button
        size="small"
        aria-disabled={page === last || undefined}
        onClick={() => page < last && onPage(page + 1)}
      >
        Дальше
      </Button>
    </nav>
  )
}
