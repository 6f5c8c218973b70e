import type { ReactNode } from 'react';
import { Code } from '../../docs/Code.js';
import { File } from '../../docs/File.js';
import { Section } from '../../docs/Section.js';
import { Tabs } from '../../docs/Tabs.js';

const PACKAGES = 'npm install @forewarm/react @forewarm/adapters @forewarm/server @anthropic-ai/sdk';

/** From install to a warmed box: a new Next.js app as `npm run test:fresh` makes it, or Express and a page of React. */
export function Install({
  app,
  forewarm,
  server,
  guide,
}: Readonly<Record<'app' | 'forewarm' | 'server' | 'guide', string>>): ReactNode {
  return (
    <Tabs
      label="Framework"
      of={{
        'Next.js': (
          <>
            <Section of={guide} title="Next.js, App Router" />
            <File name="forewarm.ts" of={forewarm} />
          </>
        ),
        Express: (
          <>
            <Code of={`${PACKAGES} express`} language="bash" />
            <File name="forewarm.ts" of={forewarm} />
            <File name="server.ts" of={server} />
            <File name="src/App.tsx" of={app} />
            <Code of="npx vite build && ANTHROPIC_API_KEY=your-key npx tsx server.ts" language="bash" />
          </>
        ),
      }}
    />
  );
}
