import { type Adapter, definePolicy, type Environment, type PolicyOptions, type PrefixRef } from '@forewarm/core';
import { speculativeAnswers } from '@forewarm/core/speculation';
import { browserEnvironment, ForewarmProvider } from '@forewarm/react';
import { type ReactNode, useState } from 'react';
import { createBackend } from './backend.js';
import type { BackendOptions } from './server.js';
import { type Stage, staged } from './staged.js';

/** What a story says of its backend in `parameters.forewarm`; by default it is the whole kit on the simulator. */
export interface ForewarmParameters {
  /** A backend that stops where the story wants to be looked at. */
  stage?: Stage;
  /** The whole kit over the simulator, with these options. */
  simulator?: BackendOptions;
  policy?: PolicyOptions;
  /** What speaks against warming. */
  conditions?: ReturnType<NonNullable<Environment['conditions']>>;
}

/** For the stories that begin answers ahead. */
const speculation = speculativeAnswers();

/** A provider over the backend that a story asks for. */
export function WithBackend({
  parameters,
  children,
}: {
  parameters: ForewarmParameters;
  children: ReactNode;
}): ReactNode {
  const { stage, simulator, policy, conditions } = parameters;
  const [adapter] = useState<Adapter<PrefixRef>>(() => (stage ? staged(stage) : createBackend(simulator)));
  const [environment] = useState(() => {
    const browser = browserEnvironment();
    // A story is looked at in a hidden tab too, by a browser that takes its picture.
    return { ...browser, conditions: () => conditions ?? {} };
  });
  return (
    <ForewarmProvider
      adapter={adapter}
      policy={definePolicy(policy)}
      environment={environment}
      speculation={speculation}
    >
      {children}
    </ForewarmProvider>
  );
}
