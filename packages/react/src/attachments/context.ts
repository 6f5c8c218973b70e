'use client';
import { createContext, type RefObject } from 'react';
import { useInside } from '../useInside.js';
import type { Held, HeldState } from './Held.js';
import type { AttachmentLabels } from './labels.js';

export interface AttachmentsValue extends HeldState {
  readonly labels: AttachmentLabels;
  readonly images: boolean;
  readonly add: (files: readonly File[]) => void;
  readonly remove: Held['remove'];
  /** Gets the focus when the last file is removed. */
  readonly input: RefObject<HTMLTextAreaElement | null>;
}

export const AttachmentsContext = createContext<AttachmentsValue | null>(null);

export function useAttachments(): AttachmentsValue {
  return useInside(AttachmentsContext, 'Attachments', 'Attachments.Root');
}
