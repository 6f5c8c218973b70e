import type { ComponentProps, ReactNode } from 'react';

/** A table that is wider than the page is scrolled by itself, with the keyboard too; the page stays. */
export function Table(props: ComponentProps<'table'>): ReactNode {
  return (
    <div className="docs-scroll" role="group" aria-label="Table" tabIndex={0}>
      <table {...props} />
    </div>
  );
}
