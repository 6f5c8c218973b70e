import react from '@vitejs/plugin-react';
import { defaultClientConditions, defineConfig } from 'vite';

const SERVER = `http://localhost:${process.env['PORT'] ?? 3000}`;

export default defineConfig(({ command }) => ({
  root: 'web',
  plugins: [react()],
  // While developing the packages are read as source; what is built for users goes through what
  // would be published.
  resolve: {
    conditions: command === 'serve' ? ['forewarm-source', ...defaultClientConditions] : [...defaultClientConditions],
  },
  build: { outDir: '../dist/web', emptyOutDir: true },
  server: { proxy: { '/api': SERVER, '/docs': SERVER } },
}));
