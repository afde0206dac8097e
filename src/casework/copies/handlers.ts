import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { may } from '../../contract/permissions.ts';
import { isVisible, mayWith, viewerOf } from '../acts/viewer.ts';
import { readAct } from '../casefile/act-rows.ts';
import { readCase } from '../cases/read.ts';
import { journalise } from '../journal/journal.ts';
import type { ProposingDesk } from '../proposing/desk.ts';
import type { Store } from '../store/index.ts';
import { codeOf, coverOf } from './cover.ts';
import { pieceCode, pieceCoverOf } from './piece-cover.ts';

export interface CopyRooms {
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly proposing: Pick<ProposingDesk, 'setSheet'>;
  readonly clock: () => Date;
}

export function aboutCopies({
  config,
  store,
  proposing,
  clock,
}: CopyRooms): Pick<Handlers<Calls>, 'acts.copy' | 'pieces.copy'> {
  const viewer = viewerOf(config);
  return {
    'acts.copy': async ({ actId, sha256, kind, pages }) => {
      const act = readAct(store.reader, actId);
      if (!act) return failed({ kind: 'actUnknown', actId });
      if (!isVisible(act, viewer)) return failed({ kind: 'notAllowed' });
      if (kind === 'certified' && !mayWith(viewer, 'certifyCopy', act)) return failed({ kind: 'notAllowed' });
      if (sha256 !== (act.signedSha256 ?? act.documentSha256)) return failed({ kind: 'actChanged', actId });
      // What nobody signed is no act yet: there is nothing to certify.
      if (kind === 'certified' && act.signedSha256 === null)
        return failed({ kind: 'actForbids', state: act.state, move: 'certifyCopy' });
      const now = clock();
      const set = kind === 'certified' ? await proposing.setSheet(coverOf({ config, act, sha256, pages, now })) : null;
      if (set && !set.ok) return set;
      store.journal.write((tx) =>
        journalise(tx, now, { kind: 'copyMade', actId, sha256, copy: kind, pages, personId: viewer.personId }),
      );
      return done({ code: codeOf(act), cover: set ? set.value.sha256 : null, madeAt: now.toISOString() });
    },
    'pieces.copy': async ({ caseId, entryId, kind, pages }) => {
      const sheet = readCase(store.reader, caseId, viewer);
      if (!sheet) return failed({ kind: 'caseUnknown', caseId });
      const found = sheet.entries.find(({ entry }) => entry.entryId === entryId);
      if (found?.entry.kind !== 'piece') return failed({ kind: 'badInput', detail: 'entryId: no piece of this case' });
      const piece = found.entry;
      const own = piece.by.personId === viewer.personId;
      const mayCertify = may(viewer, 'certifyCopy', { own, assigned: own, designated: own });
      // What the repository refused is no piece of the case: nobody certifies that it is.
      if (kind === 'certified' && (!mayCertify || found.place === 'refused')) return failed({ kind: 'notAllowed' });
      const now = clock();
      const facts = { config, row: sheet.row, piece, pages, now };
      const set = kind === 'certified' ? await proposing.setSheet(pieceCoverOf(facts)) : null;
      if (set && !set.ok) return set;
      const { sha256 } = piece;
      store.journal.write((tx) =>
        journalise(tx, now, {
          ...{ kind: 'pieceCopied', caseId, entryId, sha256, copy: kind, pages, personId: viewer.personId },
        }),
      );
      return done({ code: pieceCode(piece), cover: set ? set.value.sha256 : null, madeAt: now.toISOString() });
    },
  };
}
