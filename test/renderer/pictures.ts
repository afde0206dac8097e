/** Takes the pictures of `tools/screens/states.ts`, each in every look: `node test/renderer/pictures.ts FOLDER [PATTERN]`. */
import process from 'node:process';
import { looks, takePicture } from '../../tools/screens/picture.ts';
import { states } from '../../tools/screens/states.ts';
import { openBrowser } from './browser.ts';
import { openHost } from './host.ts';
import { openScene, scenes } from './scenes.ts';

const [folder, pattern = ''] = process.argv.slice(2);
if (!folder) throw new Error('name the folder for the pictures');
const [host, browser] = await Promise.all([openHost(), openBrowser()]);
const converter = await browser.newPage();
try {
  for (const { id, title, scene: name } of states.filter((state) => new RegExp(pattern).test(state.id))) {
    const scene = scenes.find((one) => one.name === name);
    if (!scene) throw new Error(`no scene is called ${name}`);
    for (const { id: look, theme, forcedColors } of looks) {
      const context = { forcedColors, colorScheme: theme };
      const opened = await openScene(browser, host, scene, { name: look, theme, context }).catch((error: unknown) => {
        throw new Error(`the screen «${title}» did not open: ${String(error)}`, { cause: error });
      });
      await opened.page.waitForTimeout(400);
      await takePicture(opened.page, converter, folder, `${id}-${look}`);
      await opened.close();
    }
  }
} finally {
  await browser.close();
  await host.close();
}
