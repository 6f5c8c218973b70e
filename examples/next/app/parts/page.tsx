import {
  AskBoxAnswer,
  AskBoxInput,
  AskBoxProblem,
  AskBoxRoot,
  AskBoxStop,
  AskBoxSubmit,
  AskBoxTiming,
} from '@forewarm/react';

/** In a server component, parts have names of their own. */
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
