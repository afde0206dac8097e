import type { OfficeConfig } from '../../contract/config.ts';
import { ActId } from '../../contract/ids.ts';
import { may } from '../../contract/permissions.ts';
import { CaseOpening } from '../../contract/wire-entries.ts';
import { addresseesAmong } from '../acts/notices.ts';
import { readNotices } from '../casefile/notices.ts';
import type { DraftDesk } from '../drafts/desk.ts';
import type { TemplateCatalogue } from '../drafts/templates/catalogue.ts';
import { polesToldOf, silentTypes } from '../drafts/templates/notified.ts';
import { type Store, sql } from '../store/index.ts';
import type { CaseDesk } from './desk.ts';

/** Names who is to be told of an act, where nobody did. */
export interface Naming {
  /** @param draftId what the act was frozen from */
  nameAddressees(draftId: string, actId: string): void;
}

/**
 * Those whom the act's model names, among the parties of its case; nobody where it says that it is to nobody. Nothing is noted where the model
 * does not know, or where the case has none of those parties: somebody has to say who they are.
 */
export function naming(
  rooms: {
    readonly store: Store;
    readonly cases: CaseDesk;
    readonly drafts: Pick<DraftDesk, 'read'>;
    readonly catalogue: Pick<TemplateCatalogue, 'find' | 'all' | 'ofType'>;
  },
  { person }: Pick<OfficeConfig, 'person'>,
): Naming {
  const { catalogue } = rooms;
  return {
    nameAddressees(draftId, actId) {
      const draft = rooms.drafts.read(draftId);
      if (!draft || !may(person, 'notify') || readNotices(rooms.store.reader, actId)) return;
      const { caseId } = draft.row;
      const poles = polesToldOf(catalogue, draft.hand.text);
      if (poles === null) return;
      const row = rooms.store.reader.get<{ opening: string | null }>(
        sql`select opening from cache.cases where case_id = ${caseId}`,
      );
      const parties = row?.opening ? CaseOpening.parse(JSON.parse(row.opening)).parties : [];
      const addressees = addresseesAmong(parties, poles);
      // Others of its type are told to somebody: of this one it has to be said that it is not.
      const isSecret = poles.length === 0 && !silentTypes(catalogue).includes(draft.hand.text.actType.toLowerCase());
      const isSaid = addressees.length > 0 || isSecret;
      if (isSaid) rooms.cases.note(caseId, { kind: 'addressees', actId: ActId.parse(actId), addressees });
    },
  };
}
