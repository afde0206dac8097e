/** What the repository tells of this desk's office, kept here so that it counts without a line. */
import { createHash } from 'node:crypto';
import type { OfficeConfig } from '../../contract/config.ts';
import type { Failure } from '../../contract/failures.ts';
import { may } from '../../contract/permissions.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import {
  type KnownOffice,
  OfficeFacts,
  OfficeHeader,
  type OfficeSigner,
  OfficeStatement,
  OfficeTold,
  type SignedOffice,
} from '../../contract/wire-offices.ts';
import { openJws } from '../../proof/index.ts';
import { type ReadableDB, type Store, sql } from '../store/index.ts';
import type { RepositoryClient } from '../sync/repository-client.ts';

type Office = OfficeConfig['office'];

export interface ToldOffice {
  /**
   * The office of the PC's file, which says by itself what is told of it where the file is silent: its letterhead, town and models are read
   * anew each time, as they may come with any contact.
   */
  readonly office: Office;
  /** Who may sign an act of this type, by what was told; nobody whose grant has ended. Magistrates first. */
  signers(actType: string): OfficeSigner[];
  /** The other offices, by name; null where nobody told of them. */
  others(): readonly KnownOffice[] | null;
  /** Asks the repository for what is new. Answers a failure of the line, or null. */
  look(line: Pick<RepositoryClient, 'small'>): Promise<Failure | null>;
}

interface Row extends SignedOffice {
  readonly at: string;
}

export function toldOffice(rooms: {
  readonly store: Pick<Store, 'cache'>;
  readonly office: Office;
  /** Whose word is believed. */
  readonly keys: readonly ReceiptKey[];
  readonly clock: () => Date;
}): ToldOffice {
  const { store, keys, clock } = rooms;
  const { officeId } = rooms.office;
  let read: { readonly statement: string; readonly facts: OfficeFacts | null } | null = null;
  const now = (): OfficeFacts | null => {
    const row = rowIn(store.cache);
    if (!row) return null;
    if (read?.statement !== row.statement) {
      read = { statement: row.statement, facts: opened(row, { officeId, keys })?.facts ?? null };
    }
    return read.facts;
  };
  const take = (told: SignedOffice): void => {
    const found = opened(told, { officeId, keys });
    if (!found) return;
    const { at } = found;
    // An older one that is shown again changes nothing.
    store.cache.write((tx) =>
      tx.run(
        sql`insert into office_facts (one, at, statement, facts) values (1, ${at}, ${told.statement}, ${told.facts})
          on conflict (one) do update set at = excluded.at, statement = excluded.statement, facts = excluded.facts
            where excluded.at >= at`,
      ),
    );
  };
  return {
    office: withTold(rooms.office, now),
    signers: (actType) =>
      (now()?.signers ?? []).filter(
        ({ roles, until }) =>
          new Date(until) > clock() &&
          roles.some((role) => may({ role }, 'sign', { actType }) || may({ role }, 'signElectronically', { actType })),
      ),
    others: () => now()?.others ?? null,
    async look(line) {
      const row = rowIn(store.cache);
      const query = row ? `?known=${sha256Of(row.facts)}` : '';
      const answer = await line.small({ method: 'GET', path: `/v1/office-facts${query}` });
      // An older repository knows no such address, and tells nothing.
      if (!answer.ok) return answer.failure.kind === 'registrationRefused' ? null : answer.failure;
      const told = OfficeTold.safeParse(answer.value.body);
      if (told.success && told.data.office) take(told.data.office);
      return null;
    },
  };
}

function withTold(file: Office, told: () => OfficeFacts | null): Office {
  return {
    ...file,
    get locality() {
      return file.locality ?? told()?.locality;
    },
    get letterhead() {
      return file.letterhead ?? told()?.letterhead;
    },
    get profiles() {
      return file.profiles ?? told()?.profiles;
    },
  };
}

const rowIn = (db: ReadableDB<'cache'>): Row | undefined =>
  db.get<Row>(sql`select at, statement, facts from office_facts`);

const sha256Of = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What was told, where a believed key signed these very bytes for this office. */
function opened(
  { statement, facts: text }: SignedOffice,
  { officeId, keys }: { readonly officeId: string; readonly keys: readonly ReceiptKey[] },
): { readonly at: string; readonly facts: OfficeFacts } | null {
  const said = openJws(statement, keys, OfficeHeader, OfficeStatement);
  if (!said || said.officeId !== officeId || sha256Of(text) !== said.sha256) return null;
  const facts = OfficeFacts.safeParse(JSON.parse(text));
  return facts.success && facts.data.officeId === officeId ? { at: said.at, facts: facts.data } : null;
}
