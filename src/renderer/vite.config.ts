import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// Three pages from one folder. `outDir` comes from whoever builds (tools/, tests). Nothing is inlined: the CSP allows only files of our origin.
export default defineConfig({
  root: import.meta.dirname,
  base: './',
  plugins: [react()],
  build: {
    target: 'chrome150',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    emptyOutDir: true,
    sourcemap: false,
    // One window, opened from the disk: a second request would cost more than it saves.
    chunkSizeWarningLimit: 2000,
    rolldownOptions: {
      input: ['index', 'pin', 'paper'].map((page) => `${import.meta.dirname}/${page}.html`),
    },
  },
});
