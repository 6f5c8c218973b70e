import type { Preview } from '@storybook/react-vite';
import '@forewarm/react/styles.css';
import '@forewarm/react/chat.css';
import './preview.css';
import { setColours } from './colours.js';
import { Container } from './docs/Container.js';
import { Page } from './docs/Page.js';
import { Table } from './docs/Table.js';
import { type ForewarmParameters, WithBackend } from './WithBackend.js';

const preview: Preview = {
  parameters: {
    // A finding of axe fails the story's test.
    a11y: { test: 'error' },
    controls: { expanded: true },
    docs: { container: Container, page: Page, components: { table: Table } },
    options: {
      storySort: {
        order: [
          'Start here',
          'Start in a new app',
          'The idea',
          'The policy',
          'The race',
          'Recipes',
          ['An existing form', 'An existing useChat', 'Next.js', 'Express', 'Any backend'],
          'Why did the warm not help?',
          'Your look',
          'Ask box',
          'Chat',
          'Charts',
          'Hooks',
          'Devtools',
          'API',
        ],
      },
    },
  },
  globalTypes: {
    theme: {
      description: 'Colours',
      toolbar: { title: 'Colours', icon: 'mirror', items: ['system', 'light', 'dark'], dynamicTitle: true },
    },
    direction: {
      description: 'Direction of writing',
      toolbar: { title: 'Direction', icon: 'transfer', items: ['ltr', 'rtl'], dynamicTitle: true },
    },
  },
  initialGlobals: { theme: 'system', direction: 'ltr' },
  decorators: [
    (Story, { parameters, id }) => (
      <WithBackend
        key={id}
        parameters={(parameters['forewarm'] ?? { simulator: { timeScale: 0.05 } }) as ForewarmParameters}
      >
        <Story />
      </WithBackend>
    ),
    (Story, { globals }) => {
      const { theme, direction } = globals as { theme: string; direction: string };
      setColours(theme);
      document.documentElement.dir = direction;
      return <Story />;
    },
  ],
};

export default preview;
