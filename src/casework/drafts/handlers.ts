import type { Calls } from '../../contract/calls.ts';
import type { OfficeConfig } from '../../contract/config.ts';
import { type Failure, done, failed } from '../../contract/failures.ts';
import type { Handlers } from '../../contract/rpc.ts';
import { may } from '../../contract/permissions.ts';
import { viewerOf } from '../acts/viewer.ts';
import { draftableCases } from '../cases/read.ts';
import { type Store, sql } from '../store/index.ts';
import type { DraftDesk } from './desk.ts';
import { draftCases, draftCounts, draftPage } from './list.ts';
import { history, readVersion } from './rows.ts';
import { type TemplateCatalogue, usualProfiles } from './templates/catalogue.ts';
import { fillTemplate } from './templates/fill.ts';
import { newParagraphId } from './templates/ids.ts';

export interface DraftHandlerRooms {
  readonly catalogue: TemplateCatalogue;
  readonly config: OfficeConfig;
  readonly store: Store;
  readonly drafts: DraftDesk;
  readonly clock: () => Date;
}

type Answered = Pick<
  Handlers<Calls>,
  Exclude<
    | 'drafts.list'
    | 'drafts.counts'
    | 'drafts.read'
    | 'drafts.begin'
    | 'drafts.beginFrom'
    | 'drafts.templates'
    | 'drafts.save'
    | 'drafts.history'
    | 'drafts.version'
    | 'drafts.writing'
    | 'drafts.cases',
    'drafts.signers' | 'drafts.sheet' | 'drafts.propose'
  >
>;

const mostHistory = 5000;

export function aboutDrafts({ config, store, drafts, clock, catalogue }: DraftHandlerRooms): Answered {
  const { person } = config;
  const viewer = viewerOf(config);
  /** Not every role drafts every act: the counter takes in, notes and scans. */
  const mayDraft = (actType: string): boolean => may(person, 'draft', { actType });
  const notAllowed = failed({ kind: 'notAllowed' });
  /** Why this person begins no draft in this case; null where that may be. */
  const notDraftable = (caseId: string): Failure | null => {
    const known = store.reader.get<{ may: number }>(
      sql`select ${draftableCases(viewer)} as may from cache.cases c where c.case_id = ${caseId}`,
    );
    if (!known) return { kind: 'badInput', detail: 'caseId: not known here' };
    return known.may === 1 ? null : { kind: 'notAllowed' };
  };
  return {
    'drafts.list': async (asked) => {
      return done(draftPage(store.reader, asked, { deviceId: config.deviceId, now: clock() }, viewer));
    },
    'drafts.counts': async () => done(draftCounts(store.reader, viewer)),
    'drafts.read': async ({ draftId }) => {
      const draft = drafts.read(draftId);
      return draft ? done(draft) : failed({ kind: 'draftUnknown', draftId });
    },
    'drafts.begin': async ({ caseId, text }) => {
      if (!mayDraft(text.actType)) return notAllowed;
      const trouble = notDraftable(caseId);
      return trouble ? failed(trouble) : done(drafts.begin(caseId, text));
    },
    'drafts.templates': async () => done({ templates: catalogue.outlines(config.office.profiles ?? usualProfiles) }),
    'drafts.beginFrom': async ({ caseId, template }) => {
      const found = catalogue.find(template);
      if (!found) return failed({ kind: 'badInput', detail: 'template: not one of these' });
      if (!mayDraft(found.template.actType)) return notAllowed;
      const known = store.reader.get<{ case_number: string; caption: string }>(
        sql`select case_number, caption from cache.cases where case_id = ${caseId}`,
      );
      const trouble = notDraftable(caseId);
      if (!known || trouble) return failed(trouble ?? { kind: 'badInput', detail: 'caseId: not known here' });
      const facts = {
        ...{ caseNumber: known.case_number, caption: known.caption, now: clock() },
        ...{ office: config.office.name, locality: config.office.locality ?? null },
        ...{ person: person.name, capacity: person.capacity },
      };
      return done(drafts.begin(caseId, fillTemplate(found, facts, newParagraphId)));
    },
    'drafts.save': async (wish) => (mayDraft(wish.text.actType) ? drafts.save(wish) : notAllowed),
    'drafts.history': async ({ draftId }) => done({ versions: history(store.reader, draftId, mostHistory) }),
    'drafts.version': async ({ versionId }) => {
      const saved = readVersion(store.reader, versionId);
      return saved ? done(saved) : failed({ kind: 'draftUnknown', draftId: versionId });
    },
    'drafts.writing': async ({ draftId, writes }) => {
      drafts.writing(draftId, writes);
      return done({});
    },
    'drafts.cases': async ({ search }) => done({ cases: draftCases(store.reader, search, 50, viewer) }),
  };
}
