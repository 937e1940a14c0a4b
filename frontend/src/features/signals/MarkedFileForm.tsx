import { SentTableForm } from '@/acts/SentTableForm'
import type { MarkedFileOut } from '@/api/generated/types.gen'
import { ROWS } from './words'

/** The list of ФИОКО; a login that is not known stops nothing, it is told. */
export function MarkedFileForm() {
  return (
    <SentTableForm<MarkedFileOut>
      label="Список школ ФИОКО"
      address="/api/v1/marked-school-files"
      draft="signals.marked"
      hint="CSV или XLSX со столбцами «Логин», «Год», «4 РУ», «4 МА», «5 РУ», «5 МА»"
      missing="Выберите файл со списком школ."
      things={ROWS}
      more={({ unknown, unknown_total }, most) =>
        unknown_total > 0 && (
          <>
            <p>Таких логинов среди ваших школ нет: {unknown_total}. Эти строки пропускаются.</p>
            <ul>
              {unknown.slice(0, most).map(({ row, login, school }) => (
                <li key={row}>
                  Строка {row}: {login}
                  {school && `, ${school}`}
                </li>
              ))}
            </ul>
          </>
        )
      }
    />
  )
}
