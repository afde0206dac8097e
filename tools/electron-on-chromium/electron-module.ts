import { registerHooks } from 'node:module';

const KEY = 'electron-on-chromium';

/** Has `require('electron')` and `import 'electron'` answer with this object, from anywhere in this process. */
export function provideElectron(electron: Record<string, unknown>): void {
  Object.assign(globalThis, { [Symbol.for(KEY)]: electron });
  const url = 'electron-on-chromium:electron';
  registerHooks({
    resolve: (specifier, context, next) =>
      /^(node:)?electron(\/main|\/common)?$/.test(specifier)
        ? { url, format: 'commonjs', shortCircuit: true }
        : next(specifier, context),
    load: (asked, context, next) =>
      asked === url
        ? { format: 'commonjs', source: `module.exports = globalThis[Symbol.for('${KEY}')];`, shortCircuit: true }
        : next(asked, context),
  });
}
