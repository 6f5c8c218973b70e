'use client';
import { ForewarmError, type PrefixRef, type QuestionOptions, type TurnPart } from '@forewarm/core';
import {
  type ClipboardEvent,
  type DragEvent,
  forwardRef,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import { AskBoxContext, type Box, useBox } from '../askBox/context.js';
import { Part, type PartProps, useJoinedRef } from '../part.js';
import { useForewarmClient } from '../useForewarmClient.js';
import { useLatest } from '../useLatest.js';
import { AttachmentsContext, type AttachmentsValue } from './context.js';
import { bytesOfParts, Held, NONE } from './Held.js';
import { ATTACHMENT_ENGLISH, type AttachmentLabels } from './labels.js';
import { type AttachmentLimits, DEFAULT_LIMITS, type Limits } from './limits.js';

export type AttachmentsState = {
  /** Whether files are dragged over it. */
  readonly over: boolean;
};

export type AttachmentsProps = AttachmentLimits &
  Omit<PartProps<'div', AttachmentsState>, keyof AttachmentLimits> & {
    /** Replaces English words. */
    labels?: Partial<AttachmentLabels> | undefined;
  };

/**
 * Attaches dropped, pasted and chosen files to questions; put the composer's parts inside. Throws
 * `invalid-option` if the adapter can't send files.
 */
export const Root = forwardRef<HTMLDivElement, AttachmentsProps>(function AttachmentsRoot(props, ref) {
  const { children, labels: words, most, images, maxImageBytes, maxTextLength, maxTotalBytes, ...given } = props;
  const limits: Limits = useMemo(
    () => withDefaults({ most, images, maxImageBytes, maxTextLength, maxTotalBytes }),
    [most, images, maxImageBytes, maxTextLength, maxTotalBytes],
  );
  const labels = useMemo(() => ({ ...ATTACHMENT_ENGLISH, ...words }), [words]);
  const box = useBox();
  const { adapter } = useForewarmClient();
  if (!adapter.abilities?.parts) throw sendsNone(adapter.name);
  const [held] = useState(() => new Held());
  const state = useSyncExternalStore(held.subscribe, held.getSnapshot, () => NONE);
  const latestRef = useLatest({ box, limits, labels });
  const [over, setOver] = useState(false);
  useEffect(() => held.clear, [held]);
  const { setHolds } = box;
  const holds = state.items.length > 0;
  useEffect(() => {
    setHolds(holds);
    return () => setHolds(false);
  }, [setHolds, holds]);

  const inner = useMemo<Box>(() => {
    const sendWith = (question: string, options?: QuestionOptions): boolean => {
      const parts = held.getSnapshot().items.map(({ part }) => part);
      if (box.ask.busy) return false;
      if (parts.includes(null)) {
        held.say(labels.stillReading);
        return false;
      }
      box.send(question, { ...(parts.length > 0 && { parts: parts as TurnPart[] }), ...options });
      held.clear();
      return true;
    };
    const send: Box['send'] = (question, options) => void sendWith(question, options);
    return { ...box, send, submit: () => box.submitBy(sendWith) };
  }, [box, held, labels]);

  const value = useMemo<AttachmentsValue>(
    () => ({
      ...state,
      labels,
      images: limits.images,
      input: box.input,
      remove: held.remove,
      add(files) {
        held.add(files, { ...latestRef.current, before: bytesBefore(latestRef.current.box) });
      },
    }),
    [state, labels, limits, box.input, held, latestRef],
  );

  const own = {
    onDragOver(event: DragEvent) {
      if (!event.dataTransfer.types.includes('Files')) return;
      event.preventDefault();
      setOver(true);
    },
    onDragLeave(event: DragEvent) {
      if (!event.currentTarget.contains(event.relatedTarget as Node | null)) setOver(false);
    },
    onDrop(event: DragEvent) {
      setOver(false);
      if (event.dataTransfer.files.length === 0) return;
      event.preventDefault();
      value.add([...event.dataTransfer.files]);
    },
    onPaste(event: ClipboardEvent) {
      const { files, types } = event.clipboardData;
      // A copied table or page has a picture beside its text.
      if (files.length === 0 || types.includes('text/plain')) return;
      event.preventDefault();
      value.add([...files]);
    },
    children,
  };
  const attach = useJoinedRef(ref);
  return (
    <AttachmentsContext.Provider value={value}>
      <AskBoxContext.Provider value={inner}>
        <Part tag="div" part="attachments" state={{ over }} given={given} own={own} attach={attach} />
      </AskBoxContext.Provider>
    </AttachmentsContext.Provider>
  );
});

/** Bytes of the attachments in the next question's thread; a running answer counts as complete. */
function bytesBefore({ ask, conversation }: Box): number {
  const state = conversation.getSnapshot();
  const ended = ask.busy ? { ...state, status: 'done' as const, answer: 'Any.' } : state;
  const { thread = [] } = conversation.next({ id: 'any' }, ended) as PrefixRef;
  return thread.reduce((sum, { parts }) => sum + bytesOfParts(parts), 0);
}

function withDefaults(limits: AttachmentLimits): Limits {
  const given = Object.entries(limits).filter(([, value]) => value !== undefined);
  return { ...DEFAULT_LIMITS, ...Object.fromEntries(given) };
}

function sendsNone(adapter: string): ForewarmError {
  const message = `Attachments: the adapter ${adapter} sends no attachments; use http() with a handler that takes them, or set abilities.parts.`;
  return new ForewarmError('invalid-option', message);
}
