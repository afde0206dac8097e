import { chromium, type Browser } from '@playwright/test';
import { findChromium } from '../../tools/electron-on-chromium/chromium.ts';

/** The system's Chromium, without a screen. A machine without it fails here, with the package to install. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = process.env['CHROMIUM'] ?? findChromium();
  if (!executablePath) throw new Error('these tests need a Chromium: apt-get install chromium');
  const asRoot = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({
    executablePath,
    args: [
      ...asRoot,
      '--disable-gpu',
      '--no-first-run',
      '--disable-background-networking',
      '--font-render-hinting=none',
    ],
  });
}
