import type { TimelineItem } from './timeline.js';

export function reasonOf(item: TimelineItem): string | null {
  switch (item.type) {
    case 'warm-skipped':
    case 'speculation-skipped':
      return item.reason;
    case 'ask-joined':
      return item.timedOut ? 'join-timed-out' : null;
    case 'ask-raced':
      return 'join-raced';
    default:
      return null;
  }
}
