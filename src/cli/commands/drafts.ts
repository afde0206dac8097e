import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import { type Failure, failed } from '../../contract/failures.ts';
import { DraftShelf } from '../../contract/review.ts';
import { missingIn } from '../../contract/template-missing.ts';
import { draftFormat } from '../../contract/draft-format.ts';
import { type DraftParagraph, DraftId, type DraftText } from '../../contract/wire-drafts.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import type { Office } from '../processes.ts';
import type { Ui } from '../ui.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';

const named = { ...officeOptions, draft: { type: 'string' } } as const;
const namedValues = { ...officeValues, draft: DraftId };

export const draftsList = defineCommand('drafts list', {
  options: { ...officeOptions, search: { type: 'string' }, archived: { type: 'boolean' }, shelf: { type: 'string' } },
  values: z.object({
    ...officeValues,
    search: z.string().default(''),
    archived: z.boolean().default(false),
    shelf: DraftShelf.default('all'),
  }),
  run: ({ search, archived, shelf, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const page = await client.call('drafts.list', { search, archived, shelf, limit: 500 });
      if (!page.ok) return ui.fail(page.failure);
      ui.answer(page.value);
      for (const { draftId, caseNumber, title, changedBy, place, beside } of page.value.rows) {
        ui.print(`${draftId}  ${caseNumber}  ${title}  (${changedBy}; ${ui.words.drafts.place(place, beside)})`);
      }
      ui.print(ui.words.drafts.count(page.value.total));
      return exitCodes.ok;
    }),
});

export const draftsModels = defineCommand('drafts models', {
  options: officeOptions,
  values: z.object(officeValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const found = await client.call('drafts.templates', {});
      if (!found.ok) return ui.fail(found.failure);
      ui.answer(found.value);
      for (const { profile, id, name, norms, sections } of found.value.templates) {
        ui.print(`${profile}/${id}  ${name}`);
        ui.print(`    ${sections.map((section) => section.name).join('; ')}`);
        const said = norms.map(({ text, unverified }) =>
          unverified ? `${text} (${ui.words.drafts.unverified})` : text,
        );
        ui.print(`    ${said.join('; ')}`);
      }
      return exitCodes.ok;
    }),
});

export const draftsBegin = defineCommand('drafts begin', {
  options: { ...officeOptions, case: { type: 'string' }, model: { type: 'string' } },
  values: z.object({
    ...officeValues,
    case: z.string().min(1),
    model: z.string().regex(/^[a-z0-9-]+\/[a-z0-9-]+$/),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const found = await client.call('drafts.cases', { search: values.case });
      if (!found.ok) return ui.fail(found.failure);
      const known = found.value.cases.find(({ caseNumber }) => caseNumber === values.case);
      if (!known) return ui.misuse(ui.words.drafts.noCase(values.case));
      const [profile = '', id = ''] = values.model.split('/');
      const begun = await client.call('drafts.beginFrom', { caseId: known.caseId, template: { profile, id } });
      if (!begun.ok) return ui.fail(begun.failure);
      ui.answer({ draftId: begun.value.row.draftId });
      ui.print(begun.value.row.draftId);
      return exitCodes.ok;
    }),
});

export const draftsShow = defineCommand('drafts show', {
  options: named,
  values: z.object(namedValues),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const [draft, models] = [
        await client.call('drafts.read', { draftId: values.draft }),
        await client.call('drafts.templates', {}),
      ];
      if (!draft.ok) return ui.fail(draft.failure);
      if (!models.ok) return ui.fail(models.failure);
      const { text } = draft.value.hand;
      const outline = models.value.templates.find(
        ({ profile, id }) => profile === text.template?.profile && id === text.template?.id,
      );
      const missing = missingIn(text.paragraphs, outline?.sections ?? null);
      ui.answer({ ...draft.value, missing });
      ui.print(text.title);
      for (const { text: words } of text.paragraphs) ui.print(words);
      for (const name of missing.sections) ui.print(ui.words.drafts.lacksPart(name));
      for (const name of missing.fields) ui.print(ui.words.drafts.blank(name));
      return missing.sections.length + missing.fields.length > 0 ? exitCodes.no : exitCodes.ok;
    }),
});

export const draftsWrite = defineCommand('drafts write', {
  options: { ...named, part: { type: 'string' } },
  values: z.object({ ...namedValues, part: z.string().optional() }),
  files: 'some',
  run: ({ part, ...values }, files, ui) =>
    withOffice(values, ui, async (office) => {
      const { client } = office;
      for (const file of files) {
        const read = await paragraphsOf(office, file);
        if (!read.ok) return ui.fail(read.failure);
        const draft = await client.call('drafts.read', { draftId: values.draft });
        if (!draft.ok) return ui.fail(draft.failure);
        const text = written(draft.value.hand.text, read.value, part);
        if (!text) return ui.misuse(ui.words.drafts.noPart(part ?? ''));
        const wish = { draftId: values.draft, grewFrom: draft.value.hand.versionId, text };
        const saved = await client.call('drafts.save', wish);
        if (!saved.ok) return ui.fail(saved.failure);
      }
      ui.answer({ written: files.length });
      ui.print(ui.words.drafts.written(files.length));
      return exitCodes.ok;
    }),
});

const signerOptions = { ...named, signer: { type: 'string', multiple: true } } as const;
const signerValues = { ...namedValues, signer: z.array(z.string().min(1)).max(10).default([]) };

export const draftsSheet = defineCommand('drafts sheet', {
  options: { ...signerOptions, out: { type: 'string' } },
  values: z.object({ ...signerValues, out: z.string().min(1) }),
  run: ({ out, signer, draft, ...values }, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const [first = null, ...others] = signer;
      const sheet = await client.call('drafts.sheet', { draftId: draft, signer: first, others });
      if (!sheet.ok) return ui.fail(sheet.failure);
      const pieces: Uint8Array[] = [];
      for (let offset = 0, size = 1; offset < size;) {
        const read = await client.call('documents.read', { sha256: sheet.value.sha256, offset, length: 1_048_576 });
        if (!read.ok) return ui.fail(read.failure);
        pieces.push(read.value.bytes);
        offset += read.value.bytes.length;
        size = read.value.size;
      }
      try {
        await writeFile(out, Buffer.concat(pieces), { flag: 'wx' });
      } catch (error) {
        const { code = '' } = error as NodeJS.ErrnoException;
        return ui.fail(code === 'EEXIST' ? { kind: 'fileExists', file: out } : unreadable(out, code));
      }
      ui.answer({ sha256: sheet.value.sha256, path: out });
      ui.print(out);
      return exitCodes.ok;
    }),
});

export const draftsPropose = defineCommand('drafts propose', {
  options: { ...signerOptions, vouch: { type: 'boolean' } },
  values: z.object({ ...signerValues, vouch: z.boolean().default(false) }),
  run: ({ signer, draft, vouch, ...values }, _files, ui) =>
    withOffice(values, ui, async (office) => proposed(office, ui, draft, signer, vouch)),
});

async function proposed(
  { client }: Office,
  ui: Ui,
  draftId: DraftId,
  signers: readonly string[],
  vouch: boolean,
): Promise<ExitCode> {
  const [signer = null, ...others] = signers;
  const sheet = await client.call('drafts.sheet', { draftId, signer, others });
  if (!sheet.ok) return ui.fail(sheet.failure);
  const { versionId, sha256: documentSha256 } = sheet.value;
  const reviewed = await client.call('review.read', { draftId });
  if (!reviewed.ok) return ui.fail(reviewed.failure);
  const open = reviewed.value.remarks.filter(({ resolved }) => resolved === null).length;
  const act = await client.call('drafts.propose', {
    ...{ draftId, versionId, documentSha256, signer, others, dueAt: null, vouch },
  });
  if (!act.ok) return ui.fail(act.failure);
  ui.answer(act.value);
  ui.print(ui.words.drafts.proposed(act.value.title, act.value.actId));
  if (open > 0) ui.note(ui.words.drafts.openRemarks(open));
  return exitCodes.ok;
}

const unreadable = (file: string, code: string): Failure => ({ kind: 'fileUnreadable', file, code });

/** A .docx, or lines of plain words. */
async function paragraphsOf({ client }: Office, file: string) {
  let bytes: Buffer<ArrayBuffer>;
  try {
    bytes = Buffer.from(await readFile(file));
  } catch (error) {
    return failed(unreadable(file, (error as NodeJS.ErrnoException).code ?? ''));
  }
  if (file.toLowerCase().endsWith('.docx')) return client.call('drafts.import', { bytes: new Uint8Array(bytes) });
  const lines = bytes
    .toString('utf8')
    .split(/(?:\r?\n)+/)
    .filter((line) => line.trim() !== '');
  const html = lines.map((line) => `<p>${line.replaceAll('&', '&amp;').replaceAll('<', '&lt;')}</p>`).join('');
  return client.call('drafts.clean', { html });
}

/** The text with these paragraphs at its end, or in the place of what stands in a part of it; null where it has no such part. */
function written(text: DraftText, given: { paragraphs: DraftParagraph[] }, part: string | undefined): DraftText | null {
  const { paragraphs } = text;
  if (part === undefined) return whole(text, [...paragraphs, ...given.paragraphs]);
  const at = paragraphs.findIndex(({ section }) => section === part);
  const one = paragraphs[at];
  if (!one) return null;
  const isHeading = one.style === 'heading';
  const next = paragraphs.findIndex(({ style }, index) => index > at && style === 'heading');
  const end = !isHeading ? at + 1 : next < 0 ? paragraphs.length : next;
  const own = given.paragraphs.map((each) => (isHeading ? each : { ...each, section: part }));
  return whole(text, [...paragraphs.slice(0, isHeading ? at + 1 : at), ...own, ...paragraphs.slice(end)]);
}

const whole = (text: DraftText, paragraphs: DraftParagraph[]): DraftText => ({
  ...text,
  paragraphs,
  format: draftFormat({ ...text, paragraphs }),
});
