import babel from '@rolldown/plugin-babel';
import react, { reactCompilerPreset } from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [
    react(),
    babel({ presets: [reactCompilerPreset()] }),
    {
      // In development, Vite's own server answers.
      name: 'api',
      async configureServer({ middlewares }) {
        const { node } = await import('@forewarm/server/node');
        const { handler } = await import('./server/forewarm.js');
        middlewares.use('/api/forewarm', node(handler));
      },
    },
  ],
});
