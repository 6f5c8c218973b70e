import type { Ttl } from '../../cache/prompt.js';
import { invalid } from '../../http/apiError.js';
import type { Placed } from '../walk.js';

const MAX_BREAKPOINTS = 4;

/** Throws the API's 400. */
export function checkBreakpoints(placed: readonly Placed[]): void {
  const count = placed.filter(({ ttl }) => ttl).length;
  if (count > MAX_BREAKPOINTS) {
    throw invalid(`A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${count}.`);
  }
  let before: Ttl = '1h';
  for (const { path, ttl } of placed) {
    if (ttl === '1h' && before === '5m') {
      throw invalid(
        `${path}.cache_control.ttl: a ttl='1h' cache_control block must not come after a ttl='5m' cache_control block. Note that blocks are processed in the following order: \`tools\`, \`system\`, \`messages\`.`,
      );
    }
    before = ttl ?? before;
  }
}
