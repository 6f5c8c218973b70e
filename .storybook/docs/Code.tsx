import { Source } from '@storybook/addon-docs/blocks';
import type { ComponentProps, ReactNode } from 'react';
import { useTheme } from 'storybook/theming';

type Language = NonNullable<ComponentProps<typeof Source>['language']>;

/** Code as it stands in a file, in the page's colours, which Storybook's own block does not take on. */
export function Code({ of, language }: { of: string; language: Language }): ReactNode {
  const { base } = useTheme() as { base: 'light' | 'dark' };
  return <Source code={of.trimEnd()} language={language} dark={base === 'dark'} />;
}
