import { makeCodec } from '../codec.ts';
import { BLANK_HOST } from '../targets.ts';
import { makeBridge } from './bridge.ts';
import { pageWorld } from './page-world.ts';
import { preloadWorld } from './preload-world.ts';

/** Name of the isolated world, of the binding into it and of the function that receives in it. */
export const WORLD = 'electron-on-chromium preload';
export const BINDING = '__electronOnChromiumSend';
export const RECEIVE = '__electronOnChromiumReceive';

// Electron's preloads run in the main frame only, and not before the app has loaded something.
const inMainFrame = (body: string): string => `
  if (window === window.top && location.protocol !== 'about:' && !location.hostname.endsWith('${BLANK_HOST}')) {${body}
  }`;

/** Source for the page's own world. `token` is known to both worlds of one window and to no page script. */
export function pageWorldSource(token: string): string {
  return inMainFrame(`(${pageWorld})((${makeBridge})(${JSON.stringify(token)}, 'page'));`);
}

/** Source for the isolated world, with the preload script (CommonJS, bundled) inside. */
export function preloadWorldSource(token: string, preload: string): string {
  const process = {
    type: 'renderer',
    platform: globalThis.process.platform,
    contextIsolated: true,
    sandboxed: true,
    versions: { electron: globalThis.process.versions['electron'] },
    env: {},
  };
  return inMainFrame(`(${preloadWorld})(
    function (require, module, exports, process) {${preload}
    },
    (${makeBridge})(${JSON.stringify(token)}, 'preload'),
    (${makeCodec})({ to: (bytes) => bytes.toBase64(), from: (text) => Uint8Array.fromBase64(text) }),
    (text) => ${BINDING}(text),
    (receive) => { globalThis.${RECEIVE} = receive; },
    ${JSON.stringify(process)},
  );`);
}
