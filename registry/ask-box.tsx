'use client';

import { type AnyPrefix, describeTiming, ENGLISH, useAsk, useLiveCounter, useSpeculativeCache } from '@forewarm/react';
import { type FormEvent, type KeyboardEvent, useId } from 'react';

const DOTS = {
  cold: 'bg-muted-foreground',
  warming: 'bg-amber-500 motion-safe:animate-pulse',
  fresh: 'bg-green-600',
  stale: 'bg-muted-foreground',
  skipped: 'bg-muted-foreground',
  failed: 'bg-destructive',
};
const BUTTON =
  'h-9 rounded-md px-4 text-sm font-medium focus-visible:ring-2 focus-visible:ring-ring focus-visible:outline-none';

export interface AskBoxProps {
  /** What questions are about. The server knows it by this name. */
  prefix: AnyPrefix;
  /** Whether questions follow on one another. */
  thread?: boolean;
  /** Whether the time to the first token and what the cache did are shown: for you, and for demos. */
  statistics?: boolean;
}

/** An ask box that warms the prompt cache while a person types. Yours: change what you like. */
export function AskBox({ prefix, thread = false, statistics = false }: AskBoxProps) {
  const { ask, stop, retry, busy, next, turns, ...answer } = useAsk({ prefix, thread });
  const warm = useSpeculativeCache({ prefix: next });
  const waiting = answer.status === 'waiting';
  const waited = useLiveCounter(answer.timing?.submittedAt ?? null, waiting);
  const id = useId();

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const question = (new FormData(event.currentTarget).get('question') as string).trim();
    if (question === '' || busy) return;
    event.currentTarget.reset();
    void ask(question);
  };
  const sendOnEnter = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return;
    event.preventDefault();
    event.currentTarget.form?.requestSubmit();
  };
  const figures = waiting ? `${(waited / 1000).toFixed(1)} s` : describeTiming(ENGLISH, answer);
  const why = warm.error ? ENGLISH.error(warm.error) : warm.reason && ENGLISH.reason(warm.reason);

  return (
    <div className="grid gap-4 text-foreground">
      <form
        onSubmit={submit}
        className="grid gap-2 rounded-lg border bg-background p-3 focus-within:ring-2 focus-within:ring-ring"
      >
        <label htmlFor={id} className="sr-only">
          {ENGLISH.question}
        </label>
        <textarea
          {...warm.getInputProps({ onKeyDown: sendOnEnter })}
          id={id}
          name="question"
          rows={2}
          dir="auto"
          placeholder={ENGLISH.placeholder}
          className="resize-none bg-transparent text-base outline-none placeholder:text-muted-foreground"
        />
        <div className="flex items-center gap-2 text-sm text-muted-foreground">
          <span className={`size-2 rounded-full ${DOTS[warm.status]}`} />
          <span className="grow">
            {ENGLISH.warm[warm.status]}
            {why && `: ${why}`}
          </span>
          {busy ? (
            <button type="button" onClick={stop} className={`${BUTTON} border`}>
              {ENGLISH.stop}
            </button>
          ) : (
            <button className={`${BUTTON} bg-primary text-primary-foreground`}>{ENGLISH.submit}</button>
          )}
        </div>
      </form>
      {turns.map(({ question, answer: past }, index) => (
        <article key={index} className="grid gap-2">
          <p className="font-medium">{question}</p>
          <p className="whitespace-pre-wrap">{past}</p>
        </article>
      ))}
      {answer.status !== 'idle' && (
        <article aria-label={ENGLISH.answer} aria-busy={busy} className="grid gap-2">
          <p className="font-medium">{answer.question}</p>
          <p dir="auto" className="whitespace-pre-wrap">
            {answer.answer}
          </p>
          {answer.error && (
            <p role="alert" className="text-destructive">
              {ENGLISH.error(answer.error)}
            </p>
          )}
          <p className="text-sm tabular-nums text-muted-foreground">
            {statistics ? figures : waiting && ENGLISH.awaited}
          </p>
          {!busy && answer.status !== 'done' && (
            <button type="button" onClick={() => void retry()} className={`${BUTTON} justify-self-start border`}>
              {ENGLISH.retry}
            </button>
          )}
        </article>
      )}
    </div>
  );
}
