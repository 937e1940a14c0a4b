/**
 * Saving a file the server makes. A plain link cannot fetch it: the access token travels in a header. The generated
 * operation brings the file as a blob, and the browser saves it under the name the server gave.
 */

/** How a generated operation must be called to bring a file; refusals are thrown as a Problem. */
interface AsFile {
  parseAs: 'blob'
  throwOnError: true
}

/**
 * Saves the answer of a generated operation and returns the name of the file:
 * `downloadFile((asFile) => exportPlan({ path, body, ...asFile }))`. Throws a Problem when it is refused.
 */
export async function downloadFile(
  ask: (asFile: AsFile) => Promise<{ data: unknown; response: Response }>,
): Promise<string> {
  const { data, response } = await ask({ parseAs: 'blob', throwOnError: true })
  const name = nameOf(response.headers.get('Content-Disposition'))
  save(data as Blob, name)
  return name
}

/** The name of the header, in UTF-8 where it is given so. */
export function nameOf(disposition: string | null): string {
  const [, encoded] = /filename\*=UTF-8''([^;]+)/i.exec(disposition ?? '') ?? []
  const [, plain] = /filename="([^"]+)"/i.exec(disposition ?? '') ?? []
  try {
    return encoded ? decodeURIComponent(encoded) : (plain ?? 'файл')
  } catch {
    return plain ?? 'файл'
  }
}

function save(file: Blob, name: string): void {
  const address = URL.createObjectURL(file)
  const link = document.createElement('a')
  link.href = address
  link.download = name
  link.click()
  // The browser has begun to read it only after this turn of the event loop.
  setTimeout(() => URL.revokeObjectURL(address))
}
