'use client';
import { IMAGE_TYPES } from '@forewarm/core/kit';
import { type ChangeEvent, useRef } from 'react';
import { type AskBoxPart, part } from '../askBox/part.js';
import type { PartState } from '../part.js';
import { useAttachments } from './context.js';

/** `accept` knows no `text/*`. */
const TEXTS = ['text/plain', 'text/csv', '.txt', '.md', '.json', '.csv', '.xml', '.yaml', '.yml', '.toml', '.log'];

/** Opens the browser's file picker. */
export const Add: AskBoxPart<'button', PartState> = part(
  'button',
  'attach',
  function useAdd({ labels, images, add }: ReturnType<typeof useAttachments>) {
    const picker = useRef<HTMLInputElement>(null);
    const own = {
      type: 'button' as const,
      'aria-label': labels.add,
      title: labels.add,
      onClick: () => picker.current?.click(),
      children: (
        <>
          <svg viewBox="0 0 24 24" width="20" height="20" aria-hidden="true">
            <path
              fill="none"
              stroke="currentColor"
              strokeWidth="1.75"
              strokeLinecap="round"
              strokeLinejoin="round"
              d="m20 11.5-8.2 8.2a5.3 5.3 0 0 1-7.5-7.5l8.5-8.5a3.5 3.5 0 0 1 5 5l-8.5 8.4a1.8 1.8 0 0 1-2.5-2.5l7.8-7.7"
            />
          </svg>
          <input
            ref={picker}
            type="file"
            multiple
            hidden
            accept={[...(images ? IMAGE_TYPES : []), ...TEXTS].join(',')}
            // The button's own click would open it again.
            onClick={(event) => event.stopPropagation()}
            onChange={({ target }: ChangeEvent<HTMLInputElement>) => {
              add([...(target.files ?? [])]);
              // The person may choose the same file again.
              target.value = '';
            }}
          />
        </>
      ),
    };
    return { state: {}, own };
  },
  useAttachments,
);
