import '@forewarm/react/styles.css';
import './page.css';
import type { Metadata, Viewport } from 'next';
import type { ReactNode } from 'react';
import { Forewarm } from './forewarm';

export const metadata: Metadata = { title: 'Ask the manual', icons: 'data:,' };
export const viewport: Viewport = { colorScheme: 'light dark' };

export default function Layout({ children }: { children: ReactNode }) {
  return (
    <html lang="en">
      <body>
        <Forewarm>{children}</Forewarm>
      </body>
    </html>
  );
}
