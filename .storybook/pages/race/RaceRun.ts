import { type Adapter, AskObserver, type AskState, type PrefixRef, ForewarmClient, definePolicy } from '@forewarm/core';
import type { AskTiming } from '@forewarm/core/kit';
import { createBackend, loadServer } from '../../backend.js';

export interface RaceSettings {
  /** Seconds from focus to submit. */
  thinkS: number;
  /** Size of the context. */
  tokens: number;
  /** Seconds an entry lives. */
  ttlS: number;
  /** How many times faster than real time. */
  speed: number;
  /** What both lanes ask. */
  question?: string;
}

/** One lane of a race, in real time: milliseconds as they would be without the speed-up. */
export interface RaceLane {
  readonly state: AskState;
  readonly timing: AskTiming | null;
}

const PREFIX: PrefixRef = { id: 'docs' };
const QUESTION = 'How does the tree stay balanced?';
/** Time between two keystrokes. */
const KEYSTROKE_MS = 250;

interface Runner {
  readonly cache: ForewarmClient<PrefixRef>;
  readonly asks: AskObserver<PrefixRef>;
}

/** Asks the same question in two lanes at the same moment: one prefix was warmed while it was typed, the other was not. */
export class RaceRun {
  /** Starts a race once the simulator is loaded, so that loading is not measured. */
  static async start(settings: RaceSettings, onEnd: (run: RaceRun) => void): Promise<RaceRun> {
    await loadServer();
    return new RaceRun(settings, onEnd);
  }

  readonly settings: RaceSettings;
  readonly #lanes: Readonly<Record<'standard' | 'speculative', Runner>>;
  readonly #startedAt = performance.now();
  readonly #timers: ReturnType<typeof setTimeout>[] = [];

  private constructor(settings: RaceSettings, onEnd: (run: RaceRun) => void) {
    this.settings = settings;
    const scale = 1 / settings.speed;
    const lane = (): Runner => {
      const adapter = backendOf(settings, scale);
      // The policy's times run faster, too.
      const policy = definePolicy({ debounceMs: 300 * scale, marginMs: 10_000 * scale });
      const cache = new ForewarmClient({ adapter, policy });
      return { cache, asks: new AskObserver(cache) };
    };
    this.#lanes = { standard: lane(), speculative: lane() };
    let told = false;
    for (const { asks } of Object.values(this.#lanes)) {
      asks.subscribe(() => {
        if (told || !this.ended) return;
        told = true;
        onEnd(this);
      });
    }
    const { cache } = this.#lanes.speculative;
    const thinkMs = settings.thinkS * 1000;
    cache.intend(PREFIX, 'focus');
    for (let at = KEYSTROKE_MS; at < thinkMs; at += KEYSTROKE_MS) {
      this.#after(at, () => cache.intend(PREFIX, 'keystroke'));
    }
    this.#after(thinkMs, () => {
      const { question = QUESTION } = settings;
      for (const { asks } of Object.values(this.#lanes)) void asks.ask(PREFIX, question);
    });
  }

  /** Milliseconds since it began, in real time. */
  elapsed(): number {
    return (performance.now() - this.#startedAt) * this.settings.speed;
  }

  lane(name: 'standard' | 'speculative'): RaceLane {
    const state = this.#lanes[name].asks.getSnapshot();
    return { state, timing: state.timing && this.#inLife(state.timing) };
  }

  get ended(): boolean {
    return Object.values(this.#lanes).every(({ asks }) => asks.getSnapshot().timing?.totalMs != null);
  }

  /** The warm that runs, before the question is asked. */
  warmSoFar(): { startMs: number; durationMs: number } | null {
    const { warm } = this.#lanes.speculative.cache.lead(PREFIX);
    if (!warm) return null;
    const { speed } = this.settings;
    const end = warm.endedAt ?? performance.now();
    return { startMs: (warm.startedAt - this.#startedAt) * speed, durationMs: (end - warm.startedAt) * speed };
  }

  stop(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    for (const { cache, asks } of Object.values(this.#lanes)) {
      asks.stop();
      cache.dispose();
    }
  }

  #after(ms: number, action: () => void): void {
    this.#timers.push(setTimeout(action, ms / this.settings.speed));
  }

  #inLife(timing: AskTiming): AskTiming {
    const { speed, thinkS } = this.settings;
    const scaled = (ms: number | null): number | null => (ms === null ? null : ms * speed);
    return {
      submittedAt: timing.submittedAt,
      typedMs: thinkS * 1000,
      begunMs: timing.begunMs,
      warm: timing.warm && { startMs: timing.warm.startMs * speed, durationMs: timing.warm.durationMs * speed },
      ttftMs: scaled(timing.ttftMs),
      waitedMs: scaled(timing.waitedMs),
      modelMs: scaled(timing.modelMs),
      totalMs: scaled(timing.totalMs),
    };
  }
}

/** The simulator's entries live 5 minutes; a shorter life is the same, scaled. */
function backendOf({ tokens, ttlS }: RaceSettings, scale: number): Adapter<PrefixRef> {
  const life = (ttlS / 300) * scale;
  const adapter = createBackend({ tokens, timeScale: scale, ttlScale: life });
  return {
    ...adapter,
    async warm(prefix, options) {
      const result = await adapter.warm(prefix, options);
      return result.status === 'warmed' ? { ...result, ttlMs: result.ttlMs * life } : result;
    },
    async *ask(prefix, turn, options) {
      for await (const event of adapter.ask(prefix, turn, options)) {
        yield event.type === 'finish' && event.ttlMs !== undefined ? { ...event, ttlMs: event.ttlMs * life } : event;
      }
    },
  };
}
