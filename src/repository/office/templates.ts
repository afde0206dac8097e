import {
  KeptProfile,
  PublishedProfiles,
  type PublishedProfile,
  TemplatesHeader,
  TemplatesStatement,
  askFor,
  mostProfiles,
} from '../../contract/wire-templates.ts';
import type { ReceiptKey } from '../../contract/receipts.ts';
import { openJws } from '../../proof/index.ts';
import type { PeopleBook } from '../people/book.ts';
import { parsed } from '../people/records.ts';
import type { TemplateSource } from '../templates/publish.ts';
import type { Upstream } from './upstream.ts';

/** What the office's repository has of the central one's models, and passes on as that one signed it. */
export interface OfficeTemplates extends TemplateSource {
  /** Asks for what is new, if that was long enough ago. @returns whether the line held */
  look(): Promise<boolean>;
}

export interface OfficeTemplateRooms {
  readonly book: Pick<PeopleBook, 'get' | 'list' | 'change'>;
  readonly upstream: Pick<Upstream, 'read'>;
  /** Whose word is believed. */
  readonly pins: readonly ReceiptKey[];
  /** Between two questions, in milliseconds. */
  readonly everyMs: number;
}

export function openOfficeTemplates({ book, upstream, pins, everyMs }: OfficeTemplateRooms): OfficeTemplates {
  let lookedAt = Number.NEGATIVE_INFINITY;
  /** What desks have asked for, whether or not there is any: it is asked for again with what is kept. */
  const wanted = new Set<string>();
  const all = async (): Promise<KeptProfile[]> =>
    (await book.list('templates')).flatMap((text) => parsed(KeptProfile, text) ?? []);
  /** Each desk holds the text against what was signed; here the signature says which profile it is, and how new. */
  const take = async (published: PublishedProfile): Promise<void> => {
    const said = openJws(published.statement, pins, TemplatesHeader, TemplatesStatement);
    if (!said) return;
    const { profile, version } = said;
    await book.change('templates', profile, (before) => {
      const isNewer = version > (parsed(KeptProfile, before)?.version ?? 0);
      return { after: isNewer ? JSON.stringify({ profile, version, published }) : before, answer: null };
    });
  };
  const fetchNewer = async (known: ReadonlyMap<string, number>): Promise<boolean> => {
    const told = await upstream.read(askFor(known), PublishedProfiles);
    if (told.kind === 'line') return false;
    // One of before models were told answers no: there are none.
    if (told.kind === 'ok') for (const one of told.value.profiles) await take(one);
    return true;
  };
  return {
    publish: null,
    async look() {
      if (performance.now() - lookedAt < everyMs) return true;
      const kept = await all();
      const versions = new Map(kept.map(({ profile, version }) => [profile, version]));
      for (const id of wanted) if (!versions.has(id)) versions.set(id, 0);
      const known = [...versions];
      for (let at = 0; at < known.length; at += mostProfiles)
        if (!(await fetchNewer(new Map(known.slice(at, at + mostProfiles))))) return false;
      lookedAt = performance.now();
      return true;
    },
    async newer(asked) {
      const unheard = [...asked.keys()].filter((id) => !wanted.has(id));
      for (const id of unheard) wanted.add(id);
      // Asked for the first time: with the line the answer is there at once, without it what is kept is told.
      if (unheard.length > 0) await fetchNewer(asked);
      return (await all()).flatMap((one) =>
        one.version > (asked.get(one.profile) ?? Number.POSITIVE_INFINITY) ? [one.published] : [],
      );
    },
  };
}
