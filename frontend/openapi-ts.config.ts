import { defineConfig } from '@hey-api/openapi-ts'

/** The client is generated from the committed contract and is committed itself; never edit it by hand. */
export default defineConfig({
  input: process.env.OPENAPI ?? '../openapi/openapi.json',
  output: { path: 'src/api/generated' },
  plugins: [
    { name: '@hey-api/client-fetch', runtimeConfigPath: '@/api/client' },
    '@hey-api/typescript',
    '@hey-api/sdk',
    '@tanstack/react-query',
  ],
})
