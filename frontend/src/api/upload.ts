/**
 * Sending a file with the percent on the way. The generated client cannot tell it: `fetch` knows no progress of
 * sending, XMLHttpRequest does. Sessions and refusals are those of every other request.
 */
import type { UploadOut } from './generated/types.gen'
import { networkProblem } from './problems'
import { authorised } from './transport'

const ADDRESS = '/api/v1/uploads'
const NO_ANSWER = 0
const TAKEN = 202

export interface SendOptions {
  /** Percent of the file on its way, 0…100. */
  onProgress: (percent: number) => void
  signal?: AbortSignal
  method?: 'POST' | 'PUT'
}

/** What is to become of the results: whether a protocol of the file replaces the stored one, whether it is written at once. */
export interface UploadWishes {
  strategy: UploadOut['strategy']
  autoCommit: boolean
}

/** `isNew` is false when the same content had been sent before: the upload is that earlier one. */
export interface SentUpload {
  upload: UploadOut
  isNew: boolean
}

/**
 * Sends a results file and returns the upload it became.
 * Throws a Problem when it is refused or the connection breaks; a DOMException «AbortError» when `signal` says so.
 */
export async function sendUpload(
  file: File,
  { strategy, autoCommit }: UploadWishes,
  options: SendOptions,
): Promise<SentUpload> {
  const body = new FormData()
  body.append('strategy', strategy)
  body.append('auto_commit', String(autoCommit))
  body.append('file', file)
  const response = await sendForm(ADDRESS, body, options)
  return { upload: await response.json(), isNew: response.status === TAKEN }
}

/** Sends a form with a file to any operation that takes one; returns its successful answer, throws as `sendUpload`. */
export function sendForm(address: string, body: FormData, options: SendOptions): Promise<Response> {
  return authorised((token) => attempt(address, body, token, options))
}

function attempt(
  address: string,
  body: FormData,
  token: string | null,
  { method = 'POST', onProgress, signal }: SendOptions,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest()
    request.open(method, address)
    request.setRequestHeader('Accept', 'application/json')
    if (token) request.setRequestHeader('Authorization', `Bearer ${token}`)
    request.upload.onprogress = ({ loaded, total }) => {
      if (total > 0) onProgress(Math.floor((loaded / total) * 100))
    }
    request.onload = () =>
      request.status === NO_ANSWER ? reject(networkProblem()) : resolve(answerOf(request))
    request.onerror = () => reject(networkProblem())
    request.onabort = () => reject(new DOMException('The sending was given up.', 'AbortError'))
    signal?.addEventListener('abort', () => request.abort(), { once: true })
    if (signal?.aborted) return reject(new DOMException('The sending was given up.', 'AbortError'))
    request.send(body)
  })
}

function answerOf(request: XMLHttpRequest): Response {
  return new Response(request.responseText, {
    status: request.status,
    headers: {
      'Content-Type': request.getResponseHeader('Content-Type') ?? '',
      'X-Request-ID': request.getResponseHeader('X-Request-ID') ?? '',
    },
  })
}
