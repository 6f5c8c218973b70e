import type { Preview } from '@storybook/react-vite';
import '@forewarm/react/styles.css';
import '@forewarm/react/chat.css';
import '@forewarm/react/attachments.css';
import '@forewarm/react/highlight.css';
import './preview.css';
import { setColours } from './colours.js';
import { Container } from './docs/Container.js';
import { Page } from './docs/Page.js';
import { showCode } from './docs/showCode.js';
import { Standing, type Step } from './docs/Standing.js';
import { Table } from './docs/Table.js';
import { type ForewarmParameters, WithBackend } from './WithBackend.js';

const preview: Preview = {
  parameters: {
    // A finding of axe fails the story's test.
    a11y: { test: 'error' },
    controls: { expanded: true },
    docs: { container: Container, page: Page, components: { table: Table }, source: { transform: showCode } },
    options: {
      storySort: {
        order: [
          'Start',
          'Recipes',
          [
            'A new app',
            'Next.js',
            'Express',
            'An existing form',
            'An existing useChat',
            'Any backend',
            'Testing your app',
          ],
          'Your look',
          'Components',
          ['Ask box', ['AskBox', 'Parts', 'Use'], 'Chat', 'Attachments'],
          'Hooks',
          'API',
          'How it decides',
          [
            'The idea',
            'How people type',
            'The policy',
            'The race',
            'Speculative answers',
            'Why did it not warm?',
            ['All reasons'],
            'Why did the warm not help?',
          ],
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
    (Story, { viewMode, parameters }) => {
      const steps = parameters['stands'] as readonly Step[] | undefined;
      return viewMode === 'docs' && steps ? (
        <Standing steps={steps}>
          <Story />
        </Standing>
      ) : (
        <Story />
      );
    },
    (Story, { globals }) => {
      const { theme, direction } = globals as { theme: string; direction: string };
      setColours(theme);
      document.documentElement.dir = direction;
      return <Story />;
    },
  ],
};

export default preview;
