/** Which works there are, and which of them a page shows when its address names none. */
import type { FigureWorkOut } from '@/api/generated/types.gen'
import { PROCEDURES, type Procedure } from '@/lib/procedures'
import { lowerFirst } from '@/lib/typography'

interface Asked {
  procedure?: Procedure
  year?: number
  grade?: number
  subject?: string
}

/** What is shown, and what else could be chosen, each list in the order of its chips. */
export interface Choice {
  procedure: Procedure
  year: number
  grade: number
  procedures: { value: Procedure; text: string }[]
  /** The newest first. */
  years: number[]
  grades: number[]
  /** The works of the chosen procedure, year and grade, by subject. */
  works: FigureWorkOut[]
}

/** Fills in what the address leaves out: the newest year, the class with the most works. Null without any work. */
export function chooseWorks(all: readonly FigureWorkOut[], asked: Asked): Choice | null {
  const procedures = unique(all.map(({ procedure }) => procedure))
  const procedure = pick(procedures, asked.procedure) ?? newest(all)?.procedure
  if (!procedure) return null
  const ofProcedure = all.filter((work) => work.procedure === procedure)
  const years = unique(ofProcedure.map(({ year }) => year)).sort((one, other) => other - one)
  const year = pick(years, asked.year) ?? years[0]
  const ofYear = ofProcedure.filter((work) => work.year === year)
  const grades = unique(ofYear.map(({ grade }) => grade)).sort((one, other) => one - other)
  const grade = pick(grades, asked.grade) ?? mostFrequent(ofYear.map((work) => work.grade))
  if (year === undefined || grade === undefined) return null
  return {
    procedure,
    year,
    grade,
    procedures: procedures.map((value) => ({ value, text: titleOf(all, value) })),
    years,
    grades,
    works: ofYear.filter((work) => work.grade === grade).sort(bySubject),
  }
}

/** A subject and grade in one procedure: what stands under one heading through the years. */
export interface Series {
  /** «vpr.math.6», for the address. */
  key: string
  /** «ВПР, математика, 6 класс». */
  title: string
  procedure: Procedure
  subject: string
  grade: number
  /** The oldest first. */
  works: FigureWorkOut[]
}

/** Works gathered by procedure, subject and grade: by procedure, then from the youngest class on. */
export function gatherSeries(works: readonly FigureWorkOut[]): Series[] {
  const series = new Map<string, Series>()
  for (const work of works) {
    const { procedure, procedure_title, subject_code, subject_name, grade } = work
    const key = `${procedure}.${subject_code}.${grade}`
    const one = series.get(key) ?? {
      key,
      title: `${procedure_title}, ${lowerFirst(subject_name)}, ${grade}\u00a0класс`,
      procedure,
      subject: subject_code,
      grade,
      works: [],
    }
    one.works.push(work)
    series.set(key, one)
  }
  for (const { works: own } of series.values()) own.sort(byMoment)
  return [...series.values()].sort(
    (one, other) =>
      placeOf(one.procedure) - placeOf(other.procedure) ||
      one.grade - other.grade ||
      one.title.localeCompare(other.title, 'ru'),
  )
}

function placeOf(procedure: Procedure): number {
  return PROCEDURES.findIndex(({ value }) => value === procedure)
}

const WAVES = ['entry', 'spring', 'main', 'autumn', 'exit']

export function byMoment(one: FigureWorkOut, other: FigureWorkOut): number {
  return one.year - other.year || WAVES.indexOf(one.wave) - WAVES.indexOf(other.wave)
}

function bySubject(one: FigureWorkOut, other: FigureWorkOut): number {
  return one.subject_name.localeCompare(other.subject_name, 'ru') || byMoment(one, other)
}

function newest(works: readonly FigureWorkOut[]): FigureWorkOut | undefined {
  return [...works].sort(byMoment).at(-1)
}

function titleOf(works: readonly FigureWorkOut[], procedure: Procedure): string {
  return works.find((work) => work.procedure === procedure)?.procedure_title ?? procedure
}

function unique<Value>(values: readonly Value[]): Value[] {
  return [...new Set(values)]
}

function pick<Value>(values: readonly Value[], wanted: Value | undefined): Value | undefined {
  return wanted !== undefined && values.includes(wanted) ? wanted : undefined
}

/** The value that occurs most; of equals the least. */
function mostFrequent(values: readonly number[]): number | undefined {
  const counts = new Map<number, number>()
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1)
  return [...counts].sort(([one, times], [other, otherTimes]) => otherTimes - times || one - other)[0]?.[0]
}
