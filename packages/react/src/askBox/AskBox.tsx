'use client';
import { forwardRef } from 'react';
import { Answer, Problem, Question } from './Answer.js';
import { Retry, Stop, Submit } from './buttons.js';
import { Input } from './Input.js';
import { type AskBoxRootProps, Root } from './Root.js';
import { Status } from './Status.js';
import { Timing } from './Timing.js';

export type AskBoxProps = AskBoxRootProps;

const Box = forwardRef<HTMLDivElement, AskBoxProps>(function AskBox({ children, ...props }, ref) {
  return (
    <Root {...props} ref={ref}>
      {children ?? (
        <>
          <div data-forewarm="composer">
            <Input />
            <div data-forewarm="bar">
              <Status />
              <Submit />
              <Stop />
            </div>
          </div>
          <Question />
          <Answer />
          <Problem />
          <div data-forewarm="foot">
            <Retry />
            <Timing />
          </div>
        </>
      )}
    </Root>
  );
});

/**
 * An ask box whose prefix is warm by the time the question is sent. Complete as it is; with children of your own, made of its parts in any
 * order. In server components use the parts' own names (`AskBoxRoot`, `AskBoxInput`, …).
 */
export const AskBox = /* @__PURE__ */ Object.assign(Box, {
  Root,
  Input,
  Submit,
  Stop,
  Retry,
  Question,
  Answer,
  Problem,
  Status,
  Timing,
});
