/**
 * The content security policy forbids style tags without the nonce of the reply. Mantine makes one for the
 * theme, and the scroll lock of its dialogs makes another; both take it from here.
 */
import { setNonce } from 'get-nonce'

/** The nonce that the server put into the page; empty when the page is served without one. */
export function styleNonce(): string {
  const nonce = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]')?.content ?? ''
  // Not replaced by the server: development, where there is no policy.
  return nonce.startsWith('__') ? '' : nonce
}

export function passNonceToLibraries(): void {
  const nonce = styleNonce()
  if (nonce) setNonce(nonce)
}
