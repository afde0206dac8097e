/** How a screen's picture is taken and kept, whoever takes it. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';

export const looks = [
  { id: 'claro', title: 'claro', theme: 'light', forcedColors: 'none' },
  { id: 'oscuro', title: 'oscuro', theme: 'dark', forcedColors: 'none' },
  { id: 'contraste', title: 'alto contraste', theme: 'light', forcedColors: 'active' },
] as const;

/** Takes a picture of this page into the folder, as WebP; `converter` is any page of a browser. */
export async function takePicture(page: Page, converter: Page, folder: string, name: string): Promise<void> {
  writeFileSync(path.join(folder, `${name}.webp`), await smaller(converter, await page.screenshot()));
}

/** PNG to WebP, by a browser: four fifths of its size is still read well. */
async function smaller(converter: Page, png: Buffer): Promise<Buffer> {
  const url = `data:image/png;base64,${png.toString('base64')}`;
  const webp = await converter.evaluate<string>(`new Promise((resolve) => {
    const image = new Image();
    image.onload = () => {
      const canvas = document.createElement('canvas');
      canvas.width = Math.round(image.width * 0.8);
      canvas.height = Math.round(image.height * 0.8);
      const context = canvas.getContext('2d');
      context.imageSmoothingQuality = 'high';
      context.drawImage(image, 0, 0, canvas.width, canvas.height);
      resolve(canvas.toDataURL('image/webp', 0.7));
    };
    image.src = ${JSON.stringify(url)};
  })`);
  return Buffer.from(webp.slice(webp.indexOf(',') + 1), 'base64');
}
