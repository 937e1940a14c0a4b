/** Every failure of a request as one thing with Russian words, whoever it came from: server, proxy or network. */

export interface FieldProblem {
  /** JSON pointer of the field: '/login'. */
  pointer: string
  message: string
}

interface ProblemBody {
  type?: unknown
  title?: unknown
  detail?: unknown
  correlation_id?: unknown
  errors?: unknown
}

const KEPT = 'Введённое осталось на странице.'

/** A refused or failed request. `status` is null when no answer came at all. */
export class Problem extends Error {
  override name = 'Problem'
  readonly status: number | null
  /** The last part of the problem's type: 'validation', 'stale-version'; null for answers of a foreign kind. */
  readonly slug: string | null
  readonly title: string
  readonly text: string
  /** Given only for failures of ours: support finds the request by it. */
  readonly supportNumber: string | null
  readonly fields: readonly FieldProblem[]
  /** What this kind of problem says beyond the common members (RFC 9457): `mine` and `theirs` of a stale field. */
  readonly members: Readonly<Record<string, unknown>>

  constructor(parts: {
    status: number | null
    title: string
    text: string
    slug?: string | null
    supportNumber?: string | null
    fields?: readonly FieldProblem[]
    members?: Readonly<Record<string, unknown>>
  }) {
    super(`${parts.title}. ${parts.text}`)
    this.status = parts.status
    this.title = parts.title
    this.text = parts.text
    this.slug = parts.slug ?? null
    this.supportNumber = parts.supportNumber ?? null
    this.fields = parts.fields ?? []
    this.members = parts.members ?? {}
  }

  /** The words at one field, or null. */
  at(pointer: string): string | null {
    return this.fields.find((field) => field.pointer === pointer)?.message ?? null
  }
}

/** The failure of a request that got no answer. */
export function networkProblem(): Problem {
  return new Problem({
    status: null,
    title: 'Нет связи с сервером',
    text: `${KEPT} Проверьте подключение и повторите.`,
  })
}

/** Reads the body of a refusal; a body that is not problem+json gets our own words by its status. */
export async function readProblem(response: Response): Promise<Problem> {
  const body = await bodyOf(response)
  const { status } = response
  const [title, text] = ownWords(status)
  const number = textOf(body.correlation_id) ?? response.headers.get('X-Request-ID')
  return new Problem({
    status,
    title: textOf(body.title) ?? title,
    text: textOf(body.detail) ?? text,
    slug: textOf(body.type)?.split('/').at(-1) ?? null,
    supportNumber: status >= 500 ? number : null,
    fields: fieldsOf(body.errors),
    members: { ...body },
  })
}

/** Any thrown thing as a Problem; what we did not foresee is a fault of the page itself. */
export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error
  return new Problem({
    status: null,
    title: 'Страница не смогла показать данные',
    text: 'Обновите страницу. Сохранённое на сервере не пострадало.',
  })
}

async function bodyOf(response: Response): Promise<ProblemBody> {
  try {
    const body: unknown = await response.json()
    return typeof body === 'object' && body !== null ? body : {}
  } catch {
    // A proxy answers in HTML, a broken connection in half a body.
    return {}
  }
}

function ownWords(status: number): [title: string, text: string] {
  if (status === 401) return ['Нужно войти', 'Время работы истекло. Войдите ещё раз.']
  if (status === 403) return ['Нет прав на это действие', 'Доступ открывает администратор вашего управления.']
  if (status === 404) return ['Не найдено', 'Такой страницы нет, или её видят не все. Проверьте адрес.']
  if (status === 413) return ['Слишком большой файл', 'Разделите его на части и загрузите по очереди.']
  if (status === 429) return ['Слишком много попыток', 'Подождите минуту и повторите.']
  if (status === 502 || status === 503 || status === 504) {
    return ['Сервер временно недоступен', `${KEPT} Повторите через минуту.`]
  }
  if (status >= 500) return ['Не получилось выполнить', `${KEPT} Повторите через минуту.`]
  return ['Запрос не принят', 'Проверьте введённое и повторите.']
}

function fieldsOf(errors: unknown): FieldProblem[] {
  if (!Array.isArray(errors)) return []
  return errors.flatMap((error: { pointer?: unknown; message?: unknown } | null) => {
    const [pointer, message] = [textOf(error?.pointer), textOf(error?.message)]
    return pointer !== null && message !== null ? [{ pointer, message }] : []
  })
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null
}
