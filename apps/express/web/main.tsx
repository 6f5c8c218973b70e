import '@forewarm/react/styles.css';
import './page.css';
import { StrictMode } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { Page } from './Page.js';

const page = (
  <StrictMode>
    <Page />
  </StrictMode>
);
const root = document.getElementById('root')!;
// The build has written the page into its HTML; while developing it stands empty.
if (root.firstElementChild) hydrateRoot(root, page);
else createRoot(root).render(page);
