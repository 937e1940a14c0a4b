import { fileURLToPath } from 'node:url'
import react from '@vitejs/plugin-react'
import { VitePWA } from 'vite-plugin-pwa'
import { defineConfig } from 'vitest/config'

/** Where `npm run dev` finds the API; the built application always talks to its own origin. */
const API = process.env.API_URL ?? 'http://127.0.0.1:8000'

export default defineConfig({
  plugins: [
    react(),
    VitePWA({
      // Registered by app/serviceWorker.ts: the policy of the page knows no inline scripts.
      injectRegister: null,
      registerType: 'prompt',
      manifest: {
        name: 'Маршрут',
        short_name: 'Маршрут',
        description: 'Дорожная карта поддержки школ',
        lang: 'ru',
        start_url: '/',
        display: 'standalone',
        background_color: '#ffffff',
        theme_color: '#0d5a70',
        icons: [
          { src: '/icon-192.png', sizes: '192x192', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png' },
          { src: '/icon-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
        ],
      },
      workbox: {
        globPatterns: ['**/*.{js,css,html,svg,png,webmanifest}'],
        // The page is made with a nonce for every reply: it is asked for by its address, not by its file.
        manifestTransforms: [
          (entries) => ({
            manifest: entries.map((entry) => (entry.url === 'index.html' ? { ...entry, url: '/' } : entry)),
            warnings: [],
          }),
        ],
        navigateFallback: null,
        runtimeCaching: [
          {
            // The server answers while it can; without it any address opens the kept page.
            urlPattern: ({ request, url }) =>
              request.mode === 'navigate' && !/^\/(api|docs)/.test(url.pathname),
            handler: 'NetworkOnly',
            options: { precacheFallback: { fallbackURL: '/' } },
          },
        ],
        cleanupOutdatedCaches: true,
        clientsClaim: true,
      },
    }),
  ],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  server: { port: 5173, proxy: { '/api': API } },
  build: {
    // Hashed names under /assets may be cached for ever; index.html must not be.
    assetsDir: 'assets',
    // The content security policy has no `data:` for scripts, styles and fonts: nothing is inlined.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries change rarely: a release of ours leaves these files in the browser's cache.
          groups: [
            { name: 'react', test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: 'tanstack', test: /node_modules[\\/]@tanstack[\\/]/ },
          ],
        },
      },
    },
  },
  test: {
    environment: 'jsdom',
    setupFiles: ['./vitest.setup.ts'],
    include: ['src/**/*.test.{ts,tsx}'],
    restoreMocks: true,
    // Dates must not depend on the zone of the machine: a zone far from Samara proves it.
    env: { TZ: 'America/Los_Angeles' },
  },
})
