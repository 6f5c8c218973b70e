import { ENGLISH } from '@forewarm/react';
import type { ReactNode } from 'react';
import { Repo } from '../../docs/Repo.js';
import { aboutReason } from './reasons.js';

/** The page of one reason: its words in the box, its section of `docs/reasons.md`, and where to go on. */
export function Reason({ of }: { of: string }): ReactNode {
  const words = ENGLISH.reason(of);
  const links = '[All reasons](reasons.md) · [When it warms](policy.md)';
  const shown = words === of ? '' : `In the box and the devtools: “${words}”.\n\n`;
  return <Repo text={`# ${of}\n\n${shown}${aboutReason(of)}\n\n${links}`} />;
}
