import { assertPrefix, type Block, definePrefix, type Message, type Prefix } from './prefix.js';
import { sha256 } from './sha256.js';

/**
 * Gives one scope (a user, a tenant) a prefix of its own: a word derived from the scope comes
 * first, so nobody else can read the entry or detect it by timing. The word doesn't reveal the
 * scope.
 */
export function isolatePrefix(prefix: Prefix, scope: string): Prefix {
  assertPrefix(prefix, 'isolatePrefix');
  const salt = `Scope ${sha256(`forewarm/scope/${scope}`).slice(0, 24)}`;
  const { model, settings, ttl, tools, system, messages } = prefix;
  const block: Block = { type: 'text', text: salt };
  // Before the tools, which come first: automatic caches would share them.
  const [tool, ...others] = tools;
  const salted = tool && [{ ...tool, description: `${tool.description ?? ''}\n[${salt}]`.trim() }, ...others];
  const base = { model, settings, ttl, ...(salted && { tools: salted }) };
  if (salted) return define(base, system, messages);
  if (system.length > 0 || messages.length === 0) return define(base, [block, ...system], messages);
  const [first, ...rest] = messages;
  return define(base, system, [{ role: first!.role, content: [block, ...first!.content] }, ...rest]);
}

function define(
  base: Parameters<typeof definePrefix>[0],
  system: readonly Block[],
  messages: readonly Message[],
): Prefix {
  return definePrefix({ ...base, system, messages });
}
