/**
 * Saves the draft by itself: one request at a time, each over the version the last answer gave. What could not be
 * saved is kept in the browser and tried again; a version of somebody else stops it until the author has decided.
 */
import type { DraftDocument, DraftOut } from '@/api/generated/types.gen'
import { asProblem, type Problem } from '@/api/problems'
import { type Issue, issuesAt, ownFindings } from './issues'
import type { Keeper } from './keeper'
import { isSameDocument, keysOf, toSend } from './sending'

/** A pause in typing after which the draft is saved. */
const PAUSE_MS = 1_500
const KEEP_MS = 400
const RETRY_MS = [5_000, 15_000, 30_000, 60_000]

export interface SaveState {
  phase: 'saved' | 'unsent' | 'sending' | 'waiting' | 'refused' | 'conflict'
  /** The instant of the last save; null until something was saved here. */
  savedAt: string | null
  /** Why it was not saved, where no field is to blame. */
  problem: Problem | null
  issues: readonly Issue[]
  /** After how many seconds it is tried again. */
  retryIn: number | null
  /** What somebody else has saved meanwhile. */
  theirs: DraftOut | null
}

interface SaverOptions {
  draft: DraftOut
  send: (document: DraftDocument, version: number) => Promise<DraftOut>
  read: () => Promise<DraftOut>
  onSaved: (draft: DraftOut) => void
  /** Words of an earlier visit, written over a version that is not the last one any more. */
  older: DraftDocument | null
  keeper: Keeper
}

const START: SaveState = {
  phase: 'saved',
  savedAt: null,
  problem: null,
  issues: [],
  retryIn: null,
  theirs: null,
}

export class DraftSaver {
  readonly keeper: Keeper
  private readonly options: SaverOptions
  private state = START
  private version: number
  private current: DraftDocument
  /** As the server has it, to know which rows are new. */
  private stored: DraftDocument
  private failures = 0
  private isAbandoned = false
  private timer: ReturnType<typeof setTimeout> | undefined
  private keeping: ReturnType<typeof setTimeout> | undefined
  private running: Promise<void> | null = null
  private readonly listeners = new Set<() => void>()

  constructor(options: SaverOptions) {
    this.options = options
    this.keeper = options.keeper
    this.version = options.draft.version
    this.current = options.draft.document
    this.stored = options.draft.document
    if (!options.older) return
    this.current = options.older
    this.state = { ...START, phase: 'conflict', theirs: options.draft }
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  readonly snapshot = (): SaveState => this.state

  /** The keys of rows and sections the server has: new ones may wait for their words. */
  knownKeys(): ReadonlySet<string> {
    return keysOf(this.stored)
  }

  currentVersion(): number {
    return this.version
  }

  /** The document has changed: it is saved when typing pauses. */
  offer(document: DraftDocument): void {
    if (document === this.current) return
    this.current = document
    clearTimeout(this.keeping)
    this.keeping = setTimeout(this.keepNow, KEEP_MS)
    // Waiting for the network goes on by its own clock, a conflict until the author decides.
    if (this.state.phase === 'conflict' || this.state.phase === 'waiting') return
    if (this.state.phase !== 'sending') this.become({ phase: 'unsent' })
    this.sendAfter(PAUSE_MS)
  }

  /** Saves at once what is not saved; true when the server has every word. What was refused is not sent again. */
  async flush(): Promise<boolean> {
    clearTimeout(this.timer)
    while (this.running) await this.running
    const { phase } = this.state
    if (phase === 'unsent' || phase === 'waiting') await this.run()
    return this.state.phase === 'saved'
  }

  /** The author asks to try once more. */
  async retry(): Promise<void> {
    if (this.state.phase === 'refused') this.become({ phase: 'unsent' })
    await this.flush()
  }

  /** Writes the words of the author over those somebody else has saved. */
  async overwrite(): Promise<void> {
    const { theirs } = this.state
    if (!theirs) return
    this.version = theirs.version
    this.stored = theirs.document
    this.become({ phase: 'unsent', theirs: null })
    await this.flush()
  }

  /** Goes on with what somebody else has saved. */
  adopt(): void {
    const { theirs } = this.state
    if (!theirs) return
    this.accept(theirs, theirs.document)
    this.current = theirs.document
    this.become({ phase: 'saved', theirs: null, savedAt: theirs.changed_at })
  }

  /** A newer draft has been read while nothing was typed over the older one: it can be gone on with. */
  follow(draft: DraftOut): boolean {
    if (draft.version <= this.version || this.state.phase !== 'saved' || this.current !== this.stored)
      return false
    this.version = draft.version
    this.current = draft.document
    this.stored = draft.document
    return true
  }

  /** Before the page goes: what is typed must be in the browser's storage. */
  readonly keepNow = (): void => {
    clearTimeout(this.keeping)
    if (this.isAbandoned || (this.state.phase === 'saved' && this.current === this.stored)) return
    if (isSameDocument(this.current, this.stored)) this.keeper.forget()
    else this.keeper.keep({ version: this.version, document: this.current })
  }

  /** The draft is gone, by the author's own decision: nothing of it is sent or kept any more. */
  abandon(): void {
    clearTimeout(this.timer)
    clearTimeout(this.keeping)
    this.isAbandoned = true
    this.keeper.forget()
  }

  /** The page is left: the last words are still sent. */
  stop(): void {
    if (this.isAbandoned) return
    this.keepNow()
    void this.flush().finally(() => clearTimeout(this.timer))
  }

  private sendAfter(pause: number): void {
    clearTimeout(this.timer)
    this.timer = setTimeout(() => void this.flush(), pause)
  }

  private async run(): Promise<void> {
    this.running = this.attempt()
    await this.running
    this.running = null
  }

  private async attempt(): Promise<void> {
    const offered = this.current
    const sent = toSend(offered, this.knownKeys())
    const issues = issuesAt(ownFindings(sent), sent)
    if (issues.length > 0) return this.become({ phase: 'refused', issues, problem: null })
    if (isSameDocument(sent, this.stored)) return this.become({ phase: 'saved', issues: [], problem: null })
    this.become({ phase: 'sending', retryIn: null, issues: [] })
    try {
      const draft = await this.options.send(sent, this.version)
      this.accept(draft, sent)
      this.settle(offered, draft.changed_at)
    } catch (error) {
      await this.fail(asProblem(error), offered, sent)
    }
  }

  private accept(draft: DraftOut, stored: DraftDocument): void {
    this.version = draft.version
    this.stored = stored
    this.failures = 0
    this.options.onSaved(draft)
  }

  private settle(offered: DraftDocument, savedAt: string): void {
    const isDone = this.current === offered
    // New rows without their words are not stored: they stay in the browser.
    const isWhole = isDone && isSameDocument(offered, this.stored)
    if (isWhole) this.stored = offered
    this.become({ phase: isDone ? 'saved' : 'unsent', savedAt, problem: null, issues: [], theirs: null })
    if (isWhole) this.keeper.forget()
    else this.keepNow()
    if (!isDone) this.sendAfter(PAUSE_MS)
  }

  private async fail(problem: Problem, offered: DraftDocument, sent: DraftDocument): Promise<void> {
    this.keeper.keep({ version: this.version, document: this.current })
    if (problem.status === 412) return await this.meet(offered, sent)
    if (problem.status === 422 && problem.fields.length > 0) {
      return this.become({ phase: 'refused', issues: issuesAt(problem.fields, sent), problem: null })
    }
    const isRefusal = problem.status !== null && problem.status < 500 && problem.status !== 429
    if (isRefusal) return this.become({ phase: 'refused', issues: [], problem })
    const pause = RETRY_MS[Math.min(this.failures, RETRY_MS.length - 1)] ?? PAUSE_MS
    this.failures += 1
    this.become({ phase: 'waiting', problem, retryIn: pause / 1_000 })
    this.sendAfter(pause)
  }

  /** Somebody else's version, or our own whose answer got lost on the way. */
  private async meet(offered: DraftDocument, sent: DraftDocument): Promise<void> {
    try {
      const theirs = await this.options.read()
      if (!isSameDocument(theirs.document, sent)) return this.become({ phase: 'conflict', theirs })
      this.accept(theirs, sent)
      this.settle(offered, theirs.changed_at)
    } catch (error) {
      await this.fail(asProblem(error), offered, sent)
    }
  }

  private become(change: Partial<SaveState>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}
