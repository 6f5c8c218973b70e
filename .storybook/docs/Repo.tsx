import { AnchorMdx, CodeOrSourceMdx, HeadersMdx, Markdown } from '@storybook/addon-docs/blocks';
import type { ReactNode } from 'react';
import { pageLinks } from './pageLinks.js';
import { Table } from './Table.js';

/** The block's own, which options replace as a whole, and our tables. */
const OPTIONS = {
  forceBlock: true,
  overrides: { code: CodeOrSourceMdx, a: AnchorMdx, ...HeadersMdx, table: Table },
};

/** A document of the repository as a page. */
export function Repo({ text }: { text: string }): ReactNode {
  return <Markdown options={OPTIONS}>{pageLinks(text)}</Markdown>;
}
