import type { Calls } from '../../../src/contract/calls.ts';
import { done, failed } from '../../../src/contract/failures.ts';
import type { Sha256 } from '../../../src/contract/ids.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { Emit } from './office.ts';

/** Whole cases as one file: into a folder `largo` it lasts until it is stopped; `ocupada` is full; any other has it at once. */
export function bindingHandlers(emit: Emit): Pick<Handlers<Calls>, 'cases.bind' | 'cases.stopBinding'> {
  let stop: (() => void) | null = null;
  return {
    'cases.bind': async ({ caseId, to }) => {
      if (stop) return done({ state: 'busy' });
      if (to.endsWith('ocupada')) return failed({ kind: 'diskFull' });
      if (to.endsWith('largo')) {
        emit('binding.changed', { caseId, line: 118, lines: 412, sheet: 640 });
        await new Promise<void>((resolve) => (stop = resolve));
        stop = null;
        return done({ state: 'stopped' });
      }
      return done({
        ...{ state: 'bound', path: `${to}/97-00-000418-26-cuaderno.pdf`, sha256: 'a5'.repeat(32) as Sha256 },
        ...{ size: 48_300_000, archive: 2, lines: 412, sheets: 2113 },
        leftOut: [
          { title: '31. Acto reservado', leftOut: 'secret' },
          { title: 'Escaneo del acta de secuestro', leftOut: 'tiff' },
        ],
      });
    },
    'cases.stopBinding': async () => {
      stop?.();
      return done({});
    },
  };
}
