import {
  AskBoxAnswer,
  AskBoxInput,
  AskBoxProblem,
  AskBoxRoot,
  AskBoxStop,
  AskBoxSubmit,
  AskBoxTiming,
} from '@forewarm/react';

/** A box composed in a server component, where parts have names of their own. */
export default function Page() {
  return (
    <main>
      <h1>Ask the manual, from parts</h1>
      <AskBoxRoot prefix={{ id: 'manual' }}>
        <AskBoxInput />
        <AskBoxSubmit />
        <AskBoxStop />
        <AskBoxAnswer />
        <AskBoxProblem />
        <AskBoxTiming />
      </AskBoxRoot>
    </main>
  );
}
