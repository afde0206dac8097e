import type { ActRow } from '../../../src/contract/acts.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import { done } from '../../../src/contract/failures.ts';
import type { ActId } from '../../../src/contract/ids.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { Found } from '../../../src/contract/search.ts';
import { matches } from '../../../src/renderer/model/list.ts';

/** Finds acts by their headings, and by "ficticios", which every sheet of the practice acts says. */
export const searchHandlers = (rows: Map<ActId, ActRow>): Pick<Handlers<Calls>, 'search.find'> => ({
  'search.find': async ({ text, kinds = [], caseId = null, limit = 50 }) => {
    const isEmpty = text.trim() === '' || (kinds.length > 0 && !kinds.includes('act'));
    const inText = text.trim().toLowerCase() === 'ficticios';
    const all = isEmpty
      ? []
      : [...rows.values()].filter(
          (row) => (caseId === null || row.caseId === caseId) && (inText || matches(row, text)),
        );
    const found = all.slice(0, limit).map((act): Found => ({
      ...{ kind: 'act', id: act.actId, caseId: act.caseId, caseNumber: act.caseNumber, caption: act.caption },
      ...{ title: act.title, act, page: inText ? 2 : null, pages: inText ? 2 : 0 },
      excerpt: inText
        ? [
            { text: '…sus antecedentes. DATOS ', hit: false },
            { text: 'FICTICIOS', hit: true },
            { text: ' de la oficina de práctica…', hit: false },
          ]
        : [],
    }));
    return done({ found, total: all.length, standing: { waiting: 3, elsewhere: 1, silent: 2 } });
  },
});

/** Of practice mode: the line is cut by bending it, and there is always something to change. */
export const practiceHandlers = (
  setLine: (isCut: boolean) => void,
): Pick<Handlers<Calls>, 'practice.cutLine' | 'practice.tampered' | 'acts.copy' | 'pieces.copy'> => ({
  'acts.copy': async () => done({ code: 'ABCDE-FGHJK-MNPQR-STVWX', cover: null, madeAt: new Date().toISOString() }),
  'pieces.copy': async () => done({ code: 'ABCD-EF01-2345-6789', cover: null, madeAt: new Date().toISOString() }),
  'practice.cutLine': async ({ isCut }) => {
    setLine(isCut);
    return done({ isCut });
  },
  'practice.tampered': async () =>
    done({ file: { name: 'acto-alterado.pdf', bytes: new TextEncoder().encode('%PDF-1.7 alterado') } }),
});
