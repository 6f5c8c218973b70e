'use client';
import type { ChatTransport, UIMessage } from 'ai';
import { useInsertionEffect, useState } from 'react';
import { useForewarmClient } from '../useForewarmClient.js';
import type { AnyPrefix } from '../useStablePrefix.js';
import { type WarmedTransport, warmedTransport } from './warmedTransport.js';

export interface WarmedTransportOptions<Message extends UIMessage> {
  /**
   * The transport of your chat, such as `new DefaultChatTransport({ api: '/api/chat' })`. May be
   * written inline.
   */
  transport: ChatTransport<Message>;
  /** The prefix that `useSpeculativeCache` warms for this chat. */
  prefix: AnyPrefix;
}

/**
 * Makes the transport for `useChat({ transport })` of the AI SDK: the chat joins a warm in flight
 * before it sends. The same object while the chat lives.
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
