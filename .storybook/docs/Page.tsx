import { Controls, Description, Primary, Stories, Title, useOf } from '@storybook/addon-docs/blocks';
import { lazy, type ReactNode, Suspense } from 'react';

/** Only where it is shown: what it reads from the types takes a while to read. */
const ComponentApi = lazy(() => import('../api/ComponentApi.js').then(({ ComponentApi: Api }) => ({ default: Api })));

/** The page of a component: what it is, how it looks, what it takes, and its stories. */
export function Page(): ReactNode {
  const { preparedMeta } = useOf('meta', ['meta']);
  // Stories are named after what they show: “Charts/Lanes”.
  const name = preparedMeta.title.split('/').at(-1)!;
  return (
    <>
      <Title />
      <Description />
      <Primary />
      <Suspense>
        <ComponentApi of={name} otherwise={<Controls />} />
      </Suspense>
      <Stories />
    </>
  );
}
