'use client';
import { ForewarmError } from '@forewarm/core';
import { createContext, type RefObject, useContext } from 'react';
import type { Held, HeldState } from './Held.js';
import type { AttachmentLabels } from './labels.js';

/** What the parts inside `Attachments.Root` share. */
export interface AttachmentsValue extends HeldState {
  readonly labels: AttachmentLabels;
  readonly images: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: Held['remove'];
  /** Where the focus goes once the last file is removed. */
  readonly input: RefObject<HTMLTextAreaElement | null>;
}

export const AttachmentsContext = createContext<AttachmentsValue | null>(null);

export function useAttachments(): AttachmentsValue {
  const value = useContext(AttachmentsContext);
  if (value) return value;
  const message = 'Attachments: there is no Attachments.Root around this part; put it inside of one.';
  throw new ForewarmError('invalid-option', message);
}
