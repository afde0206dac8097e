/** Takes a picture of every screen in every look, to be looked at: `node test/renderer/look.ts DIR [SCENE] [LOOK]`. */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { openBrowser } from './browser.ts';
import { openHost } from './host.ts';
import { looks, openScene, scenes } from './scenes.ts';

const [folder, onlyScene, onlyLook] = process.argv.slice(2);
if (!folder) throw new Error('name the folder for the pictures');
await mkdir(folder, { recursive: true });
const host = await openHost();
const browser = await openBrowser();
for (const scene of scenes) {
  if (onlyScene && !new RegExp(onlyScene).test(scene.name)) continue;
  for (const look of looks) {
    if (onlyLook && !new RegExp(onlyLook).test(look.name)) continue;
    const name = `${scene.name}-${look.name}`;
    try {
      const { page, complaints, close } = await openScene(browser, host, scene, look);
      await page.screenshot({ path: path.join(folder, `${name}.png`) });
      console.log(name, complaints.length > 0 ? complaints : '');
      await close();
    } catch (error) {
      console.log(name, 'FAILED', String(error).split('\n').slice(0, 6).join(' | '));
    }
  }
}
await browser.close();
await host.close();
