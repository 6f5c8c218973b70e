'use client';
import { forwardRef } from 'react';
import { Answer, Problem, Waiting } from '../askBox/Answer.js';
import { Reset, Retry, Stop, Submit } from '../askBox/buttons.js';
import { History, Unsaved } from '../askBox/History.js';
import { Input } from '../askBox/Input.js';
import { Starters } from '../askBox/Starters.js';
import { Reasoning, Tools } from '../askBox/Steps.js';
import { type ChatProps, ChatRoot } from './ChatRoot.js';
import { Copy } from './Copy.js';
import { Feedback } from './Feedback.js';
import { Question } from './Question.js';
import { Jump, Thread } from './Thread.js';
import { Latest } from './Turn.js';
import { Versions } from './Versions.js';

const Whole = forwardRef<HTMLDivElement, ChatProps>(function Chat({ children, ...props }, ref) {
  return (
    <ChatRoot {...props} ref={ref}>
      {children ?? (
        <>
          <Thread>
            <History />
            <Latest>
              <Question />
              <Reasoning />
              <Tools />
              <Answer />
              <Waiting />
              <Problem />
              <Unsaved />
              <div data-forewarm="actions">
                <Copy />
                <Retry />
                <Versions />
                <Feedback />
              </div>
            </Latest>
            <Jump />
          </Thread>
          <div data-forewarm="composer">
            <Starters />
            <Input rows={1} />
            <div data-forewarm="bar">
              <Reset />
              <Submit />
              <Stop />
            </div>
          </div>
        </>
      )}
    </ChatRoot>
  );
});

/**
 * A conversation: the thread scrolls, the composer stays. Give it a height. Children replace its
 * default parts.
 */
export const Chat = /* @__PURE__ */ Object.assign(Whole, {
  Root: ChatRoot,
  Thread,
  Jump,
  Latest,
  Question,
  Copy,
  Versions,
  Feedback,
});
