import { fireEvent, render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { expect, test, vi } from 'vitest'
import { FileDrop, refusalOf } from './FileDrop'

const MB = 1024 * 1024
const limits = { endings: ['.xlsx', '.csv'], maxBytes: 20 * MB }

const plain = (text: string | null) => text?.replaceAll('\u00a0', ' ')

test('a file of another kind, an empty one and a huge one are refused in words', () => {
  expect(plain(refusalOf({ name: 'Отчёт.docx', size: 5 }, limits))).toContain('нужен .xlsx или .csv')
  expect(plain(refusalOf({ name: 'Ф1.xlsx', size: 0 }, limits))).toContain('пустой')
  expect(plain(refusalOf({ name: 'Ф1.xlsx', size: 27.4 * MB }, limits))).toContain(
    'больше 20 МБ (у вас 27,4 МБ)',
  )
})

test('the ending is read without regard to case', () => {
  expect(refusalOf({ name: 'Ф1.XLSX', size: 100 }, limits)).toBeNull()
})

function show(onTake = vi.fn()) {
  render(<FileDrop label="Файлы с результатами" hint="XLSX или CSV" onTake={onTake} {...limits} />)
  return onTake
}

const zone = () => screen.getByText(/Перетащите файлы/).parentElement as HTMLElement

test('chosen files are handed over', async () => {
  const onTake = show()
  const files = [new File(['a;b'], 'ВПР 5.csv'), new File(['a;b'], 'ВПР 6.csv')]
  await userEvent.upload(screen.getByLabelText('Файлы с результатами'), files)
  expect(onTake).toHaveBeenCalledWith(files)
})

test('a dropped file of another kind is refused and the reason stands at the field', () => {
  const onTake = show()
  fireEvent.drop(zone(), { dataTransfer: { files: [new File(['x'], 'Отчёт.docx')] } })
  expect(onTake).not.toHaveBeenCalled()
  expect(screen.getByLabelText('Файлы с результатами')).toHaveAccessibleDescription(/Отчёт\.docx/)
  expect(screen.getByLabelText('Файлы с результатами')).toBeInvalid()
})

test('a refused file does not hold up the others', () => {
  const onTake = show()
  const good = new File(['a;b'], '1.csv')
  fireEvent.drop(zone(), { dataTransfer: { files: [new File(['x'], 'Отчёт.docx'), good] } })
  expect(onTake).toHaveBeenCalledWith([good])
  expect(screen.getByText(/Отчёт\.docx/)).toBeInTheDocument()
})
