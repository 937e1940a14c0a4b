/** Settings of the generated client; it reads them while it is being made. */
import type { CreateClientConfig } from './generated/client.gen'
import { transport } from './transport'

export const createClientConfig: CreateClientConfig = (config) => ({
  ...config,
  // The API lives at the origin of the page: no cross-origin requests exist in this product.
  baseUrl: globalThis.location.origin,
  fetch: transport,
})
