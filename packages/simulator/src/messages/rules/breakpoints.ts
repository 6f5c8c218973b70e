import type { Ttl } from '../../cache/prompt.js';
import { invalid } from '../../http/apiError.js';
import type { PromptBody } from '../schema.js';
import { isCacheable, ttlOf, type Placed } from '../walk.js';

const MAX_BREAKPOINTS = 4;

/** Checks the breakpoints of a request, the automatic one among them; throws the API's 400. */
export function checkBreakpoints(body: PromptBody, placed: readonly Placed[]): void {
  const automatic = ttlOf(body.cache_control);
  const target = automatic && placed.findLast(isCacheable);
  if (target && target.ttl && target.ttl !== automatic) {
    throw invalid(
      `Top-level cache_control has ttl='${automatic}' but the target block already has cache_control with ttl='${target.ttl}'`,
    );
  }
  const explicit = placed.filter((item) => item.ttl);
  const count = explicit.length + (target && !target.ttl ? 1 : 0);
  if (count > MAX_BREAKPOINTS)
    throw invalid(`A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${count}.`);

  let before: Ttl = '1h';
  for (const item of placed) {
    const ttl = item.ttl ?? (item === target ? automatic : undefined);
    if (ttl === '1h' && before === '5m') {
      throw invalid(
        `${item.path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
      );
    }
    before = ttl ?? before;
  }
}
