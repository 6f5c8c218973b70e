import { GLOBALS_UPDATED } from 'storybook/internal/core-events';
import { addons } from 'storybook/manager-api';
import { LOOKS } from './theme.js';

const dark = matchMedia('(prefers-color-scheme: dark)');
/** What the toolbar asks for: `light`, `dark`, or as the system has it. */
let colours = 'system';
const look = () => LOOKS[colours === 'dark' || (colours !== 'light' && dark.matches) ? 'dark' : 'light'];

// One list in the order of its pages, without headings that would draw single pages before it.
addons.setConfig({ theme: look(), sidebar: { showRoots: false } });
addons.register('forewarm', (api) => {
  const show = (): void => api.setOptions({ theme: look() });
  dark.addEventListener('change', show);
  api.on(GLOBALS_UPDATED, ({ globals }: { globals: { theme: string } }) => {
    colours = globals.theme;
    show();
  });
});
