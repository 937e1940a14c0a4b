import type { VisitRiskLevelOut } from '@/api/generated/types.gen'
import { bound } from '@/lib/typography'
import { Box } from '@/ui/Box'
import { DataTable } from '@/ui/DataTable'
import { NoData, Status } from '@/ui/Status'

const WORDS: Readonly<Record<string, string>> = { high: 'высокая', medium: 'средняя', low: 'низкая' }

/** The risk profile in short, for the talk at the school. */
export function Levels({ levels }: { levels: readonly VisitRiskLevelOut[] }) {
  if (levels.length === 0) return null
  return (
    <Box title="Рисковый профиль" isFlush>
      <DataTable
        caption="Факторы риска по трём оценкам"
        density="compact"
        columns={[
          { key: 'factor', title: 'Фактор' },
          { key: 'survey', title: 'Анкета' },
          { key: 'school', title: 'Школа' },
          { key: 'curator', title: 'Куратор' },
        ]}
      >
        <tbody>
          {levels.map(({ factor_id, factor_name, survey, school, curator, is_selected }) => (
            <tr key={factor_id}>
              <th scope="row">
                {bound(factor_name)}
                {is_selected && <Status kind="run" text="выбран для работы" />}
              </th>
              {[survey, school, curator].map((level, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: three columns, always in this order
                <td key={place}>{level ? WORDS[level] : <NoData />}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </DataTable>
    </Box>
  )
}
