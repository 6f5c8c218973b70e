'use client';
import type { ChatTransport, UIMessage } from 'ai';
import { useInsertionEffect, useState } from 'react';
import { useForewarmClient } from '../useForewarmClient.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import { type WarmedTransport, warmedTransport } from './warmedTransport.js';

export interface WarmedTransportOptions<Message extends UIMessage> {
  /** The chat's transport, such as a `DefaultChatTransport`; may be written inline. */
  transport: ChatTransport<Message>;
  /** The prefix that `useSpeculativeCache` warms. */
  prefix: AnyPrefix;
}

/**
 * Makes a transport for the AI SDK's `useChat` that joins a warm; the same object at every render.
 */
export function useWarmedTransport<Message extends UIMessage>(
  options: WarmedTransportOptions<Message>,
): WarmedTransport<Message> {
  const client = useForewarmClient();
  const [held] = useState(() => {
    let source = { ...options, client };
    const turnTo = (next: typeof source): void => void (source = next);
    return { turnTo, transport: warmedTransport(() => source) };
  });
  useInsertionEffect(() => held.turnTo({ ...options, client }));
  return held.transport;
}
