/** An upload as the server sends it, for tests: checked, without remarks, one school. */
import type { ReadingOut, UploadOut } from '@/api/generated/types.gen'

const READING: ReadingOut = {
  layout: 'Форма «Ф1»',
  sheet: 'Ф1',
  file_kind: 'xlsx',
  encoding: null,
  delimiter: null,
  header_row: 7,
  first_row: 8,
  last_row: 15,
  columns: [],
  tasks: 15,
  work: {
    title: 'ВПР 2020 Математика 5 класс',
    procedure: 'vpr',
    year: 2020,
    wave: 'autumn',
    subject: 'Математика',
    subject_name: 'Математика',
    grade: 5,
    programme_grade: 4,
    max_primary: 20,
    written_on: null,
  },
  schools: [],
  scale: null,
}

const UPLOAD: UploadOut = {
  id: '0195a000-0000-7000-8000-000000000001',
  number: 41,
  state: 'screened',
  state_title: 'проверена, ждёт решения',
  filename: 'Ф1.xlsx',
  size: 38_912,
  sha256: 'a'.repeat(64),
  sent_by: 'Петров П. П.',
  received_at: '2021-03-16T10:12:00+04:00',
  screened_at: '2021-03-16T10:12:05+04:00',
  decided_at: null,
  job_id: null,
  rows_total: 8,
  rows_bad: 0,
  errors: 0,
  warnings: 0,
  error: null,
  reading: READING,
  allowed_actions: ['commit', 'cancel'],
  blocked_by: [],
}

export function uploadWith(parts: Partial<UploadOut>): UploadOut {
  return { ...UPLOAD, ...parts }
}

export function readingWith(parts: Partial<ReadingOut>): ReadingOut {
  return { ...READING, ...parts }
}
