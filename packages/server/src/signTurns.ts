import { type AskEvent, type PastTurn, type PrefixRef, type Turn } from '@forewarm/core';
import { prefixKey } from '@forewarm/core/kit';
import { invalidRequest } from './invalidRequest.js';

const HMAC = { name: 'HMAC', hash: 'SHA-256' } as const;

/** The first event announces the signature, the last has it. */
export function signed(
  events: AsyncGenerator<AskEvent, void, undefined>,
  secret: string | undefined,
  ref: PrefixRef,
  turn: Turn,
): AsyncGenerator<AskEvent, void, undefined> {
  return secret === undefined ? events : signing(events, secret, ref, turn);
}

async function* signing(
  events: AsyncIterable<AskEvent>,
  secret: string,
  ref: PrefixRef,
  turn: Turn,
): AsyncGenerator<AskEvent, void, undefined> {
  let answer = '';
  for await (const event of events) {
    if (event.type === 'text') answer += event.text;
    if (event.type === 'start') yield { ...event, signature: '' };
    else if (event.type === 'finish') yield { ...event, signature: await sign(secret, ref, { ...turn, answer }) };
    else yield event;
  }
}

/**
 * Leaves out stopped turns. Throws `invalid-request` for a turn without a valid signature of
 * question, answer and prefix. Without a secret, keeps all.
 */
export async function provenThread(secret: string | undefined, ref: PrefixRef): Promise<PrefixRef> {
  const { thread = [], ...prefix } = ref;
  if (secret === undefined || thread.length === 0) return ref;
  const key = await keyOf(secret);
  const proofs = await Promise.all(thread.map((turn) => proves(key, prefix, turn)));
  const forged = proofs.indexOf(false);
  if (forged >= 0) {
    const how = thread[forged]!.signature === undefined ? 'has no signature' : 'differs from the answer given here';
    const message = `body.prefix.thread.${forged}: this turn ${how}; send each turn with its answer’s signature, or begin a new conversation.`;
    throw invalidRequest(message);
  }
  const proven = thread.filter(({ signature }) => signature !== '');
  return proven.length > 0 ? { ...prefix, thread: proven } : prefix;
}

async function proves(key: CryptoKey, ref: PrefixRef, turn: PastTurn): Promise<boolean> {
  const { signature } = turn;
  // Empty: a stopped turn.
  if (signature === undefined || signature === '') return signature === '';
  if (!/^[0-9a-f]{64}$/.test(signature)) return false;
  const bytes = Uint8Array.from(signature.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return globalThis.crypto.subtle.verify(HMAC, key, bytes, textOf(ref, turn));
}

async function sign(secret: string, ref: PrefixRef, turn: PastTurn): Promise<string> {
  const bytes = await globalThis.crypto.subtle.sign(HMAC, await keyOf(secret), textOf(ref, turn));
  return Array.from(new Uint8Array(bytes), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Not cached: workers share no objects between requests. */
function keyOf(secret: string): Promise<CryptoKey> {
  return globalThis.crypto.subtle.importKey('raw', new TextEncoder().encode(secret), HMAC, false, ['sign', 'verify']);
}

/** Without earlier turns: a thread loses its oldest. */
function textOf({ id, params }: PrefixRef, { question, parts, answer }: PastTurn): Uint8Array<ArrayBuffer> {
  const whole = ['forewarm/turn/1', prefixKey({ id, params }), question, answer, ...(parts ?? [])];
  return new TextEncoder().encode(JSON.stringify(whole));
}
