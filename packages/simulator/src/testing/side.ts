import type { Prepared } from '../messages/prepare.js';
import type { MessagesBody } from '../messages/schema.js';

/** One of the two requests, parsed and rendered. */
export interface Side {
  readonly body: MessagesBody;
  readonly prepared: Prepared;
}
