import { SentTableForm } from '@/acts/SentTableForm'
import type { LevelFileOut } from '@/api/generated/types.gen'

const LEVELS = ['уровень', 'уровня', 'уровней'] as const

/** Levels of the survey for many schools. */
export function LevelFileForm() {
  return (
    <SentTableForm<LevelFileOut>
      label="Уровни анкеты файлом"
      address="/api/v1/risk-level-files"
      draft="risk.levels"
      hint="CSV или XLSX со столбцами «школа», «фактор», «уровень» и, если нужно, «цикл»"
      missing="Выберите файл с уровнями."
      things={LEVELS}
      more={({ changes, changed, outcome }, most) =>
        changes.length > 0 && (
          <>
            <ul>
              {changes.slice(0, most).map(({ school_id, school_name, factor_name, cycle, was, becomes }) => (
                <li key={`${school_id}.${cycle}.${factor_name}`}>
                  {school_name}, {factor_name}: {was.toLowerCase()} → {becomes.toLowerCase()}
                </li>
              ))}
            </ul>
            {changed > most && outcome !== 'refused' && <p>Показаны первые {most}.</p>}
          </>
        )
      }
    />
  )
}
