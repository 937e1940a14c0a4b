/**
 * Rules of the house that the linter does not know: who may import whom, how long a file may be, and that
 * nothing goes around the strict content security policy. Prints every breach, not only the first.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative, sep } from 'node:path'

const ROOT = join(import.meta.dirname, '..', 'src')
const MAX_LINES = 250

/** What each floor may import besides itself; a feature may not import another feature. */
const MAY_IMPORT = {
  app: ['features', 'acts', 'ui', 'api', 'lib'],
  features: ['acts', 'ui', 'api', 'lib'],
  acts: ['ui', 'api', 'lib'],
  ui: ['lib'],
  api: ['lib'],
  lib: [],
}

const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g

const breaches = []
for (const path of filesIn(ROOT)) {
  const name = relative(ROOT, path).split(sep).join('/')
  if (name.startsWith('api/generated/')) continue
  const text = readFileSync(path, 'utf8')
  const lines = text.trimEnd().split('\n').length
  if (lines > MAX_LINES) breaches.push(`${name}: ${lines} lines, at most ${MAX_LINES}`)
  if (/\.tsx?$/.test(name)) breaches.push(...importBreaches(name, text), ...policyBreaches(name, text))
}
if (breaches.length > 0) {
  process.stderr.write(`House rules broken:\n  ${breaches.join('\n  ')}\n`)
  process.exit(1)
}

function importBreaches(name, text) {
  const [floor, feature] = name.split('/')
  return [...text.matchAll(IMPORT)].flatMap(([, target]) => {
    const place = placeOf(name, target)
    if (place === null) return []
    const [targetFloor, targetFeature] = place.split('/')
    if (!(floor in MAY_IMPORT)) return [] // main.tsx stands above the floors
    if (targetFloor === floor) {
      const isForeignFeature = floor === 'features' && targetFeature !== feature
      return isForeignFeature ? [`${name}: feature «${feature}» imports feature «${targetFeature}»`] : []
    }
    return MAY_IMPORT[floor].includes(targetFloor) ? [] : [`${name}: ${floor} may not import ${place}`]
  })
}

/** The imported file inside src, or null for a library. */
function placeOf(name, target) {
  if (target.startsWith('@/')) return target.slice(2)
  if (target.startsWith('.'))
    return normalize(join(dirname(name), target))
      .split(sep)
      .join('/')
  return null
}

function policyBreaches(name, text) {
  const found = []
  if (text.includes('dangerouslySetInnerHTML')) found.push(`${name}: raw HTML is forbidden`)
  const isTransport = name === 'api/transport.ts'
  if (!isTransport && !/\.test\.tsx?$/.test(name) && /(?<![\w.])fetch\(/.test(text)) {
    found.push(`${name}: requests go through the generated client`)
  }
  return found
}

function filesIn(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name)
    return entry.isDirectory() ? filesIn(path) : /\.(tsx?|css)$/.test(entry.name) ? [path] : []
  })
}
