import { expect, test } from 'vitest'
import { asProblem, readProblem } from './problems'

const reply = (body: unknown, status: number) => new Response(JSON.stringify(body), { status })

test('errors of fields are found by their pointer', async () => {
  const problem = await readProblem(
    reply(
      {
        type: 'https://example.org/problems/validation',
        title: 'Проверьте данные',
        detail: 'Исправьте отмеченные поля.',
        correlation_id: '7F3A-21',
        errors: [{ pointer: '/login', code: 'empty', message: 'Введите логин.' }],
      },
      422,
    ),
  )
  expect(problem.slug).toBe('validation')
  expect(problem.at('/login')).toBe('Введите логин.')
  expect(problem.at('/password')).toBeNull()
})

test('the number for support is given only for our own failures', async () => {
  const body = { title: 'Сбой', detail: 'Повторите.', correlation_id: '7F3A-21' }
  expect((await readProblem(reply(body, 500))).supportNumber).toBe('7F3A-21')
  expect((await readProblem(reply(body, 409))).supportNumber).toBeNull()
})

test.each([404, 413, 429, 500, 502, 418])('a bare %i has Russian words', async (status) => {
  const problem = await readProblem(new Response('<html>Bad gateway</html>', { status }))
  expect(problem.title).toMatch(/^[А-ЯЁ]/)
  expect(problem.text).toMatch(/[а-яё]\.$/)
})

test('a fault of the page does not show its English message', () => {
  expect(asProblem(new TypeError('x is undefined')).text).not.toMatch(/[a-z]/i)
})
