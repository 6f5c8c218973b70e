import type { Call, Engine } from '../engine.js';
import type { MissReason } from './diagnostics.js';
import type { Prepared } from './prepare.js';
import { NO_SETTINGS, renderPrompt } from './render.js';
import type { MessagesBody } from './schema.js';

/** The `diagnostics` of an answer: `null` without the request's own, on a first turn, and when nothing differs. */
export function diagnose(
  engine: Engine,
  call: Call,
  body: MessagesBody,
  { model, placed }: Prepared,
  messageId: string,
): { cache_miss_reason: MissReason } | null {
  if (!body.diagnostics) return null;
  const betas = (call.request.headers.get('anthropic-beta') ?? '').split(',').map((beta) => beta.trim());
  const subject = {
    content: renderPrompt(body, '', placed, NO_SETTINGS),
    model: model.id,
    settings: JSON.stringify([body.tool_choice, body.thinking, body.output_config, body.speed, betas.toSorted()]),
  };
  const previous = body.diagnostics.previous_message_id;
  const reason = previous ? engine.diagnostics.compare(call.workspace, previous, subject) : null;
  engine.diagnostics.remember(call.workspace, messageId, subject);
  return reason && { cache_miss_reason: reason };
}
