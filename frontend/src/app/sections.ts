/** The sections of the product, in the order of the header; each is shown to those who may use it. */
import type { LinkProps } from '@tanstack/react-router'

export interface Section {
  to: LinkProps['to']
  title: string
  /** Permission as the server names it in `GET /me`; absent for what everybody has. */
  permission?: string
  /** Other addresses that belong to it. */
  also?: readonly string[]
  /** For those who come by a link without the right. */
  seenBy?: string
  /** Its pages with addresses of their own, in the order of their row; the first is the section itself. */
  pages?: readonly Omit<Section, 'pages'>[]
}

const FIGURES = {
  to: '/analysis',
  permission: 'see_results',
  seenBy: 'Результаты школ видят те, кто работает с ними: управление, методисты, кураторы, школа — свои.',
} as const

const RESULTS: readonly Section[] = [
  { ...FIGURES, title: 'Все предметы' },
  { to: '/analysis/subject', title: 'Предмет', permission: 'see_results' },
  {
    to: '/analysis/tasks',
    title: 'Задания',
    permission: 'see_results',
    also: ['/analysis/scores', '/analysis/entry-exit', '/analysis/methodical'],
  },
  {
    to: '/analysis/signals',
    title: 'Сигналы',
    permission: 'see_signals',
    also: ['/analysis/confirmation'],
  },
  { to: '/identification', title: 'Перечень НОР', permission: 'see_identification' },
  { to: '/targets', title: 'Цели', permission: 'see_results' },
]

export const SECTIONS: readonly Section[] = [
  { to: '/', title: 'Мои дела' },
  { to: '/plan', title: 'Дорожная карта', permission: 'see_plans' },
  {
    to: '/control',
    title: 'Контроль',
    permission: 'accept_execution',
    seenBy:
      'Контроль исполнения видят те, кто принимает выполненное: руководитель, координатор, специалисты управления.',
  },
  { to: '/schools', title: 'Школы', permission: 'see_schools' },
  { ...FIGURES, title: 'Результаты', pages: RESULTS },
  { to: '/support', title: 'Сопровождение', permission: 'see_visits' },
  {
    to: '/uploads',
    title: 'Загрузки',
    permission: 'see_uploads',
    seenBy: 'Загрузки видят те, кто присылает и проверяет файлы результатов.',
  },
  { to: '/scales', title: 'Шкалы', permission: 'see_results' },
]

export function sectionsFor(permissions: readonly string[], sections = SECTIONS): Section[] {
  return sections
    .filter(({ permission }) => permission === undefined || permissions.includes(permission))
    .map((section) =>
      section.pages ? { ...section, pages: sectionsFor(permissions, section.pages) } : section,
    )
}

/** The section an address belongs to: the page of one school is part of «Школы». */
export function sectionAt(pathname: string, sections = SECTIONS): Section | undefined {
  return sections.find(
    (section) =>
      reach(section, pathname) > 0 ||
      (section.pages !== undefined && sectionAt(pathname, section.pages) !== undefined),
  )
}

/** The page of a section an address belongs to, or the section itself where it has none: the nearest one. */
export function pageAt(pathname: string): Section | undefined {
  const section = sectionAt(pathname)
  const pages = section?.pages?.filter((page) => reach(page, pathname) > 0) ?? []
  return pages.sort((a, b) => reach(b, pathname) - reach(a, pathname))[0] ?? section
}

/** How many characters of the address belong to the section; 0 = it is not there. */
function reach({ to, also = [] }: Section, pathname: string): number {
  if (to === '/') return pathname === '/' ? 1 : 0
  const held = [String(to), ...also].filter((address) => `${pathname}/`.startsWith(`${address}/`))
  return Math.max(0, ...held.map(({ length }) => length))
}
