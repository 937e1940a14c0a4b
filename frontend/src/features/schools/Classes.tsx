import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { type Action, ActionBar, type FormSlot } from '@/acts/ActionBar'
import { FieldsForm } from '@/acts/FieldsForm'
import { getSchoolClassesOptions } from '@/api/generated/@tanstack/react-query.gen'
import { writeSchoolClasses } from '@/api/generated/sdk.gen'
import type { ClassesOut, ClassIn } from '@/api/generated/types.gen'
import { asProblem } from '@/api/problems'
import { formatDate } from '@/lib/dates'
import type { FieldIssue } from '@/lib/fieldIssue'
import { formatNumber, formatSigned, NO_DATA } from '@/lib/numbers'
import { Box } from '@/ui/Box'
import { cell, DataTable } from '@/ui/DataTable'
import { Loading } from '@/ui/Loading'
import { Note } from '@/ui/Note'
import { ProblemState } from '@/ui/ProblemState'
import { SelectChip } from '@/ui/SelectChip'
import text from '@/ui/text.module.css'

/** How many pupils each class has, by academic year: headcounts, never names. */
export function Classes({ schoolId, today }: { schoolId: string; today: string }) {
  const [year, setYear] = useState<number | undefined>(undefined)
  const path = { school_id: schoolId }
  const classes = useQuery(
    getSchoolClassesOptions({ path, query: year === undefined ? {} : { academic_year: year } }),
  )
  if (classes.isPending) return <Loading rows={5} label="Загружаем контингент" />
  if (classes.isError) {
    return <ProblemState problem={asProblem(classes.error)} onRetry={() => void classes.refetch()} />
  }
  const { data } = classes
  return (
    <Box title="Контингент по классам" meta={yearText(data.academic_year)}>
      <div className={text.stack}>
        {data.years.length > 1 && (
          <SelectChip
            label="Учебный год"
            isFilter={false}
            options={data.years.map((each) => ({ value: String(each), text: yearText(each) }))}
            chosen={String(data.academic_year)}
            onChoose={(value) => setYear(Number(value))}
          />
        )}
        {data.classes.length > 0 ? (
          <Table data={data} />
        ) : (
          <p className={text.sub}>Сведений за этот год нет.</p>
        )}
        {data.total !== null && data.passport_pupils !== null && data.total !== data.passport_pupils && (
          <Note tone="due">
            По классам {formatNumber(data.total)}, в паспорте школы {formatNumber(data.passport_pupils)}:
            сведения расходятся.
          </Note>
        )}
        <ActionBar
          label="Контингент"
          subject={`school.${schoolId}.classes.${data.academic_year}`}
          actions={[writeAction(schoolId, data, today)]}
          allowed={data.allowed_actions}
          blocked={{}}
        />
      </div>
    </Box>
  )
}

function Table({ data }: { data: ClassesOut }) {
  const change =
    data.total !== null && data.before !== null ? formatSigned(data.total - data.before) : NO_DATA
  return (
    <>
      <DataTable
        caption="Обучающихся по классам"
        density="compact"
        columns={[
          { key: 'class', title: 'Класс' },
          { key: 'pupils', title: 'Обучающихся', isNumeric: true },
        ]}
        footer={
          <tr>
            <th scope="row">Всего</th>
            <td className={cell.num}>{formatNumber(data.total)}</td>
          </tr>
        }
      >
        <tbody>
          {data.classes.map(({ grade, letter, pupils }) => (
            <tr key={`${grade}${letter}`}>
              <th scope="row">
                {grade}
                {letter}
              </th>
              <td className={cell.num}>{formatNumber(pupils)}</td>
            </tr>
          ))}
        </tbody>
      </DataTable>
      <p className={text.meta}>
        К прошлому году: {change}. {data.as_of && `На ${formatDate(data.as_of)}`}
        {data.source && `, ${data.source}`}
        {data.person && `, ${data.person}`}
      </p>
    </>
  )
}

function writeAction(schoolId: string, data: ClassesOut, today: string): Action {
  return {
    name: 'write_classes',
    words: data.classes.length > 0 ? 'Исправить контингент' : 'Внести контингент',
    form: (slot) => <WriteClasses slot={slot} schoolId={schoolId} data={data} today={today} />,
  }
}

interface WriteClassesProps {
  slot: FormSlot
  schoolId: string
  data: ClassesOut
  today: string
}

function WriteClasses({ slot, schoolId, data, today }: WriteClassesProps) {
  // As it was when the form opened: what another saves meanwhile is not overwritten unseen.
  const [version] = useState(data.version)
  return (
    <FieldsForm
      {...slot}
      label="Контингент по классам"
      submit="Сохранить"
      sending="Сохраняем"
      fields={[
        {
          name: 'classes',
          label: 'Классы',
          kind: 'text',
          hint: 'Класс и число обучающихся, по одному в строке: 5А 17',
          start: data.classes.map(({ grade, letter, pupils }) => `${grade}${letter} ${pupils}`).join('\n'),
          needed: 'Впишите хотя бы один класс.',
        },
        { name: 'as_of', label: 'На какой день', kind: 'date', start: today, needed: 'Укажите день.' },
        { name: 'source', label: 'Откуда сведения', needed: 'Напишите, откуда сведения.' },
      ]}
      check={({ classes = '' }) => classIssues(classes)}
      onSend={({ classes = '', as_of = '', source = '' }) =>
        writeSchoolClasses({
          path: { school_id: schoolId },
          headers: { 'if-match': `"${version}"` },
          body: { academic_year: data.academic_year, as_of, source, classes: readClasses(classes) },
          throwOnError: true,
        })
      }
    />
  )
}

const LINE = /^(\d{1,2})\s*([А-ЯЁа-яё]?)\s+(\d{1,3})$/

function readClasses(typed: string): ClassIn[] {
  return linesOf(typed).flatMap((line) => {
    const [, grade, letter, pupils] = LINE.exec(line) ?? []
    return grade === undefined
      ? []
      : [{ grade: Number(grade), letter: (letter ?? '').toUpperCase(), pupils: Number(pupils) }]
  })
}

const MOST_IN_CLASS = 60

function classIssues(typed: string): FieldIssue[] {
  const named = new Set<string>()
  for (const line of linesOf(typed)) {
    const why = whyWrong(line, named)
    if (why) return [{ name: 'classes', message: `Строка «${line}»: ${why}` }]
  }
  return []
}

/** What is wrong with a line; a right one joins those already named. */
function whyWrong(line: string, named: Set<string>): string | null {
  const [cell] = readClasses(line)
  if (!cell) return 'не читается. Напишите класс и число, например: 5А 17.'
  if (cell.grade < 1 || cell.grade > 12) return 'такого класса нет.'
  if (cell.pupils > MOST_IN_CLASS) return `в классе больше ${MOST_IN_CLASS} человек: проверьте число.`
  const name = `${cell.grade}${cell.letter}`
  if (named.has(name)) return `класс ${name} назван дважды.`
  named.add(name)
  return null
}

function linesOf(typed: string): string[] {
  return typed
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
}

/** 2020 → «2020/21». */
function yearText(year: number): string {
  return `${year}/${String((year + 1) % 100).padStart(2, '0')}`
}
