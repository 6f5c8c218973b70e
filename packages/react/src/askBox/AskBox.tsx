'use client';
import { forwardRef } from 'react';
import { Answer, Problem, Question, Waiting } from './Answer.js';
import { Reset, Retry, Stop, Submit } from './buttons.js';
import { History, Unsaved } from './History.js';
import { Input } from './Input.js';
import { Lane } from './Lane.js';
import { type AskBoxRootProps, Root } from './Root.js';
import { Starters } from './Starters.js';
import { Status } from './Status.js';
import { Reasoning, Tools } from './Steps.js';
import { Timing } from './Timing.js';

export type AskBoxProps = AskBoxRootProps & {
  /** Shows an answer's time, cache use and, with `rates`, cost. Default false. */
  statistics?: boolean | undefined;
};

const Box = forwardRef<HTMLDivElement, AskBoxProps>(function AskBox({ children, statistics, ...props }, ref) {
  const answer = (
    <>
      {props.thread && <History />}
      <Question />
      <Reasoning />
      <Tools />
      <Answer />
      {!statistics && <Waiting />}
      <Problem />
      {statistics && <Lane />}
      {props.storage && <Unsaved />}
      <div data-forewarm="foot">
        {statistics && <Timing />}
        <Retry />
        {props.thread && <Reset />}
      </div>
    </>
  );
  const composer = (
    <div data-forewarm="composer">
      {props.starters && <Starters />}
      <Input />
      <div data-forewarm="bar">
        <Status />
        <Submit />
        <Stop />
      </div>
    </div>
  );
  return (
    <Root {...props} ref={ref}>
      {children ??
        // A thread grows towards its input, a single answer away from it.
        (props.thread ? (
          <>
            {answer}
            {composer}
          </>
        ) : (
          <>
            {composer}
            {answer}
          </>
        ))}
    </Root>
  );
});

/**
 * Warms its prefix while a person types. Children replace its default parts. Server components
 * import parts by name (`AskBoxInput`, …).
 */
export const AskBox = /* @__PURE__ */ Object.assign(Box, {
  Root,
  Input,
  Submit,
  Stop,
  Retry,
  Reset,
  History,
  Question,
  Reasoning,
  Tools,
  Answer,
  Problem,
  Waiting,
  Starters,
  Status,
  Timing,
  Lane,
  Unsaved,
});
