'use client';
import type { MouseEvent } from 'react';
import { type AskBoxPart, part } from '../askBox/part.js';
import type { PartState } from '../part.js';
import { useAttachments } from './context.js';
import { formatBytes } from './labels.js';
import { Thumbnail } from './Thumbnail.js';

type ListState = {
  /** Whether a file is being read. */
  readonly reading: boolean;
};

/** The chosen files, each with a button to remove it. */
export const List: AskBoxPart<'ul', ListState> = part(
  'ul',
  'attachment-list',
  ({ items, labels, remove, input }: ReturnType<typeof useAttachments>) => {
    if (items.length === 0) return null;
    const children = items.map((item) => (
      <li key={item.key} data-forewarm="attachment">
        {item.part && <Thumbnail part={item.part} />}
        <span data-forewarm="attachment-name" dir="auto">
          {item.name}
        </span>
        {item.part ? (
          <span data-forewarm="attachment-size" dir="auto">
            {formatBytes(labels, item.bytes)}
          </span>
        ) : (
          <progress aria-label={labels.reading(item.name)} max={1} value={item.share} />
        )}
        <button
          type="button"
          data-forewarm="detach"
          aria-label={labels.remove(item.name)}
          onClick={({ currentTarget }: MouseEvent) => {
            const row = currentTarget.closest('li')!;
            const next = (row.nextElementSibling ?? row.previousElementSibling)?.querySelector('button');
            (next ?? input.current)?.focus();
            remove(item.key);
          }}
        >
          <span aria-hidden="true">×</span>
        </button>
      </li>
    ));
    const reading = items.some((item) => item.part === null);
    return { state: { reading }, own: { 'aria-label': labels.list, 'aria-live': 'polite' as const, children } };
  },
  useAttachments,
);

/** Says why a file was refused. */
export const Problem: AskBoxPart<'p', PartState> = part(
  'p',
  'attachment-problem',
  ({ problem }: ReturnType<typeof useAttachments>) =>
    problem === null ? null : { state: {}, own: { role: 'alert', dir: 'auto', children: problem } },
  useAttachments,
);
