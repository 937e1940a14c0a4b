/** The sections of the product, in the order of the header; each is shown to those who may use it. */
import type { LinkProps } from '@tanstack/react-router'

export interface Section {
  to: LinkProps['to']
  title: string
  /** Permission as the server names it in `GET /me`; absent for what everybody has. */
  permission?: string
  /** For those who come by a link without the right. */
  seenBy?: string
}

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
  return sections.filter(({ permission }) => permission === undefined || permissions.includes(permission))
}

/** The section an address belongs to: the page of one school is part of «Школы». */
export function sectionAt(pathname: string): Section | undefined {
  return SECTIONS.find(({ to }) => (to === '/' ? pathname === '/' : `${pathname}/`.startsWith(`${to}/`)))
}
