/** An upload as the server sends it, for tests: checked, without remarks, one school. */
import type { ReadingOut, SchoolReadingOut, TableReadingOut, UploadOut } from '@/api/generated/types.gen'

const TABLE: TableReadingOut = {
  number: 0,
  file: '',
  sheet: 'Ф1',
  profile: 'f1',
  layout: 'Форма «Ф1»',
  file_kind: 'xlsx',
  encoding: null,
  delimiter: null,
  decimal: null,
  date_order: null,
  header_row: 7,
  first_row: 8,
  last_row: 15,
  columns: [],
  tasks: 15,
  questions: [],
}

const SCHOOL: SchoolReadingOut = {
  key: 'login:63901003',
  title: null,
  rows: 8,
  school_id: '0195a000-0000-7000-8000-0000000000aa',
  school_name: 'ГБОУ СОШ с. Новая Бинарадка',
  mapped: false,
}

const READING: ReadingOut = {
  tables: [TABLE],
  skipped: [],
  works: [
    {
      key: '0',
      title: 'ВПР 2020 Математика 5 класс',
      procedure: 'vpr',
      year: 2020,
      wave: 'autumn',
      subject: 'Математика',
      subject_id: '0195a000-0000-7000-8000-0000000000bb',
      subject_name: 'Математика',
      grade: 5,
      programme_grade: 4,
      series: '',
      max_primary: 20,
      written_on: null,
      rows: 8,
    },
  ],
  schools: [SCHOOL],
  schools_total: 1,
  scales: [],
  outcomes: null,
  rules_version: 'r1',
}

const UPLOAD: UploadOut = {
  id: '0195a000-0000-7000-8000-000000000001',
  number: 41,
  kind: 'file',
  state: 'screened',
  state_title: 'проверена, ждёт решения',
  strategy: 'sync',
  auto_commit: false,
  filename: 'Ф1.xlsx',
  size: 38_912,
  sha256: 'a'.repeat(64),
  sent_by: 'Петров П. П.',
  received_at: '2021-03-16T10:12:00+04:00',
  screened_at: '2021-03-16T10:12:05+04:00',
  decided_at: null,
  decided_by: null,
  reverted_at: null,
  reverted_by: null,
  job_id: null,
  progress_pct: null,
  progress_text: null,
  rows_total: 8,
  rows_bad: 0,
  rows_written: null,
  errors: 0,
  warnings: 0,
  error: null,
  guarded: false,
  reason: null,
  revert_reason: null,
  reading: READING,
  choices: {},
  allowed_actions: ['commit', 'cancel', 'read_again', 'map'],
  blocked_by: [],
}

export function uploadWith(parts: Partial<UploadOut>): UploadOut {
  return { ...UPLOAD, ...parts }
}

export function readingWith(parts: Partial<ReadingOut>): ReadingOut {
  return { ...READING, ...parts }
}

export function tableWith(parts: Partial<TableReadingOut>): TableReadingOut {
  return { ...TABLE, ...parts }
}

export function schoolWith(parts: Partial<SchoolReadingOut>): SchoolReadingOut {
  return { ...SCHOOL, ...parts }
}
