import { PromptBuilder, type Matching, type Prompt, type Ttl } from '../cache/prompt.js';
import { refuse } from './errors.js';
import type { Caching } from './schema.js';

export interface Part {
  readonly text: string;
  readonly tokens?: number;
  /** An explicit breakpoint at its end. */
  readonly breakpoint?: { readonly ttl?: '30m' | '12h' | undefined } | null | undefined;
}

export interface Turn {
  readonly path: string;
  readonly role: string;
  readonly parts: readonly Part[];
}

/** OpenAI's guide; vLLM's default block. */
const OPENAI_STEP = 128;
const ENGINE_STEP = 16;
/** Prompt caching guide. */
const OPENAI_MIN_TOKENS = 1024;

/** Three with the implicit one (openai 7.57, `prompt_cache_options.mode`). */
const MAX_EXPLICIT = 4;

/** Newer OpenAI models use marks. */
function matchingOf(model: string, { prompt_cache_retention: retention }: Caching): Matching {
  if (isMarked(model)) return 'marks';
  if (!isOpenAi(model)) return { stepTokens: ENGINE_STEP, ttl: 'lru' };
  return { stepTokens: OPENAI_STEP, ttl: retention === '24h' ? '24h' : '10m' };
}

export function minTokensOf(model: string): number {
  return isOpenAi(model) ? OPENAI_MIN_TOKENS : ENGINE_STEP;
}

/** Throws a 400 for cache options the model lacks. */
export function renderTurns(model: string, caching: Caching, settings: string, turns: readonly Turn[]): Prompt {
  const matching = matchingOf(model, caching);
  if (matching !== 'marks' && isOpenAi(model) && caching.prompt_cache_options) {
    throw refuse(
      `Unsupported parameter: 'prompt_cache_options' is not supported with this model.`,
      'prompt_cache_options',
      'unsupported_parameter',
    );
  }
  const builder = new PromptBuilder(model, matching);
  builder.setting(JSON.stringify([settings, isOpenAi(model) ? (caching.prompt_cache_key ?? null) : null]));
  const written = writtenAt(caching, turns);
  for (const turn of turns) {
    turn.parts.forEach((part, n) => {
      const last = n === turn.parts.length - 1;
      builder.block('messages', `${turn.path}.${n}`, [`\n\n${n === 0 ? turn.role : ''}:`, part.text], {
        tokens: part.tokens,
        mark: last || Boolean(part.breakpoint),
        ttl: matching === 'marks' ? written.get(part) : undefined,
      });
    });
  }
  return builder.finish();
}

// The implicit breakpoint ends the newest message.
function writtenAt({ prompt_cache_options: options }: Caching, turns: readonly Turn[]): Map<Part, Ttl> {
  const standard = options?.ttl ?? '30m';
  const implicit = options?.mode !== 'explicit';
  const explicit = turns.flatMap(({ parts }) => parts.filter((part) => part.breakpoint));
  const written = new Map<Part, Ttl>(
    explicit.slice(implicit ? 1 - MAX_EXPLICIT : -MAX_EXPLICIT).map((part) => [part, part.breakpoint?.ttl ?? standard]),
  );
  const newest = turns.at(-1)?.parts.at(-1);
  if (implicit && newest && !written.has(newest)) written.set(newest, standard);
  return written;
}

function isOpenAi(model: string): boolean {
  return /^(gpt-|o\d|chatgpt-)/.test(model);
}

// gpt-5.6 and later (openai 7.57, `prompt_cache_options`).
function isMarked(model: string): boolean {
  const [, major = '0', minor = '0'] = /^gpt-(\d+)(?:\.(\d+))?/.exec(model) ?? [];
  return Number(major) > 5 || (Number(major) === 5 && Number(minor) >= 6);
}
