import { AskBox } from '@forewarm/react';
import Link from 'next/link';

/** A server component: the box is in the HTML before any script runs. */
export default function Page() {
  return (
    <main>
      <h1>Ask the manual</h1>
      <AskBox prefix={{ id: 'manual' }} thread />
      <p>
        <Link href="/chat">The same as a chat of the AI SDK</Link>
      </p>
    </main>
  );
}
