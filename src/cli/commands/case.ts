import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { z } from 'zod';
import { Instant, Sha256 } from '../../contract/ids.ts';
import { VerificationCode, formatVerificationCode } from '../../contract/verification-code.ts';
import { exceptionalAccessMs } from '../../contract/exceptional-access.ts';
import { CaseOrigin, PieceOrigin } from '../../contract/wire-entries.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { caseNamed } from '../find-case-number.ts';
import { failureOfSystem } from '../refusals.ts';
import { notedEntry } from '../noted-entry.ts';
import { officeOptions, officeValues, withOffice } from '../with-office.ts';
import { party } from './party.ts';

const level = z
  .string()
  .regex(/^[0-5]$/)
  .transform(Number)
  .default(1);
export const caseOpen = defineCommand('case open', {
  options: {
    ...officeOptions,
    caption: { type: 'string' },
    origin: { type: 'string' },
    party: { type: 'string', multiple: true },
    level: { type: 'string' },
    detained: { type: 'boolean' },
    fatal: { type: 'boolean' },
    vulnerable: { type: 'boolean' },
    'office-series': { type: 'boolean' },
  },
  values: z.object({
    ...officeValues,
    caption: z.string().trim().min(1).max(300),
    origin: CaseOrigin.default('complaint'),
    party: z.array(party).default([]),
    level,
    detained: z.boolean().default(false),
    fatal: z.boolean().default(false),
    vulnerable: z.boolean().default(false),
    'office-series': z.boolean().default(false),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const opened = await client.call('cases.open', {
        ...{ caption: values.caption, origin: values.origin, parties: values.party, detained: values.detained },
        flags: { fatalDeadline: values.fatal, vulnerableVictim: values.vulnerable },
        ...{ confidentialityLevel: values.level, series: values['office-series'] ? 'office' : 'case' },
      });
      if (!opened.ok) return ui.fail(opened.failure);
      // Sent at once where there is a line: this office closes when the command ends.
      await client.call('sync.now', {});
      const now = await client.call('cases.read', { caseId: opened.value.row.caseId });
      const { row, opening } = now.ok ? now.value : opened.value;
      ui.answer({ ...row, code: opening?.code });
      const code = formatVerificationCode(VerificationCode.parse(opening?.code));
      ui.print(ui.words.cases.opened(row.caseNumber ?? row.provisionalNumber ?? '', code));
      if (row.place === 'here') ui.print(ui.words.cases.unsent);
      return exitCodes.ok;
    }),
});

export const caseList = defineCommand('case list', {
  options: { ...officeOptions, search: { type: 'string' }, 'office-series': { type: 'boolean' } },
  values: z.object({
    ...officeValues,
    search: z.string().max(200).default(''),
    'office-series': z.boolean().default(false),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const series = values['office-series'] ? 'office' : 'case';
      // Asked first: what comes while the list is made must not make an empty desk look like one that has no cases.
      const status = await client.call('office.status', {});
      const page = await client.call('cases.list', { search: values.search, series, after: null, limit: 500 });
      if (!page.ok) return ui.fail(page.failure);
      ui.answer({ total: page.value.total, cases: page.value.rows });
      for (const { caseNumber, provisionalNumber, caption } of page.value.rows) {
        const numbers = [caseNumber, provisionalNumber].filter((one) => one !== null).join(' · ');
        ui.print(`${numbers === '' ? ui.words.cases.noNumber : numbers}  ${caption}`);
      }
      const hadContact = status.ok && status.value.line.lastContactAt !== null;
      if (page.value.rows.length === 0) ui.print(ui.words.cases.none(hadContact, values.search));
      return exitCodes.ok;
    }),
});

export const caseAdd = defineCommand('case add', {
  options: {
    ...officeOptions,
    case: { type: 'string' },
    file: { type: 'string' },
    title: { type: 'string' },
    place: { type: 'string' },
    'brought-by': { type: 'string' },
    origin: { type: 'string' },
    level: { type: 'string' },
    sha256: { type: 'string' },
    'paper-act': { type: 'string' },
    'signed-by': { type: 'string' },
    'made-at': { type: 'string' },
  },
  values: z.object({
    ...officeValues,
    case: z.string().min(1),
    file: z.string().min(1),
    title: z.string().trim().min(1).max(300),
    place: z.string().trim().min(1).max(200),
    'brought-by': z.string().trim().min(1).max(200),
    origin: PieceOrigin.default('digital'),
    level,
    sha256: z.string().toLowerCase().pipe(Sha256).optional(),
    'paper-act': z.string().trim().min(1).max(80).optional(),
    'signed-by': z.string().trim().min(1).max(300).optional(),
    'made-at': Instant.optional(),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const { 'paper-act': actType, 'signed-by': signedBy, 'made-at': madeAt } = values;
      const isPaper = [actType, signedBy, madeAt].some((one) => one !== undefined);
      if (isPaper && (actType === undefined || signedBy === undefined || madeAt === undefined))
        return ui.misuse(ui.words.cases.paperLacks);
      const paperAct = actType && signedBy && madeAt ? { paperAct: { actType, signedBy, madeAt } } : {};
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const taken = await office.client.call('pieces.addFile', {
        ...{ caseId: found.value.caseId, path: resolve(values.file), title: values.title, place: values.place },
        ...{ broughtBy: values['brought-by'], origin: values.origin, confidentialityLevel: values.level },
        expectedSha256: values.sha256 ?? null,
        ...paperAct,
      });
      if (!taken.ok) return ui.fail(taken.failure);
      await office.client.call('sync.now', {});
      const pieces = taken.value.entries.flatMap(({ entry }) => (entry.kind === 'piece' ? [entry] : []));
      const piece = pieces.at(-1);
      ui.answer(piece);
      if (piece) ui.print(ui.words.cases.added(piece.title, piece.sha256));
      return exitCodes.ok;
    }),
});

export const caseLevel = defineCommand('case level', {
  options: { ...officeOptions, case: { type: 'string' }, level: { type: 'string' }, reason: { type: 'string' } },
  values: z.object({
    ...officeValues,
    case: z.string().min(1),
    level: level.removeDefault(),
    reason: z.string().trim().min(1).max(1000),
  }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const { caseId } = found.value;
      const noted = await notedEntry(office, caseId, () =>
        office.client.call('cases.setLevel', { caseId, level: values.level, reason: values.reason }),
      );
      if (!noted.ok) return ui.fail(noted.failure);
      const made = noted.value?.entry;
      ui.answer(made);
      if (noted.value?.trouble) return ui.fail(noted.value.trouble);
      ui.print(ui.words.cases[made?.kind === 'levelSet' ? 'levelSet' : 'levelAsked'](values.level));
      return exitCodes.ok;
    }),
});

export const caseBreakGlass = defineCommand('case break-glass', {
  options: { ...officeOptions, case: { type: 'string' }, reason: { type: 'string' } },
  values: z
    .object({
      ...officeValues,
      case: z.string().trim().min(1).max(60).optional(),
      reason: z.string().trim().min(1).max(1000).optional(),
    })
    .refine((values) => (values.case === undefined) === (values.reason === undefined), '--case, --reason'),
  run: (values, _files, ui) =>
    withOffice(values, ui, async ({ client }) => {
      const { case: caseNumber, reason } = values;
      if (caseNumber === undefined || reason === undefined) {
        const told = await client.call('cases.exceptional', {});
        if (!told.ok) return ui.fail(told.failure);
        ui.answer(told.value);
        for (const one of told.value.accesses) ui.print(`${one.at}  ${one.caseNumber}  ${one.by}  ${one.reason}`);
        return exitCodes.ok;
      }
      const opened = await client.call('cases.breakGlass', { caseNumber, reason });
      if (!opened.ok) return ui.fail(opened.failure);
      await client.call('sync.now', {});
      ui.answer(opened.value);
      ui.print(ui.words.cases.brokeGlass(opened.value.row.caption, exceptionalAccessMs / 3_600_000));
      return exitCodes.ok;
    }),
});

export const caseReceipt = defineCommand('case receipt', {
  options: { ...officeOptions, case: { type: 'string' }, out: { type: 'string' } },
  values: z.object({ ...officeValues, case: z.string().min(1), out: z.string().min(1) }),
  run: (values, _files, ui) =>
    withOffice(values, ui, async (office) => {
      const found = await caseNamed(office, values.case);
      if (!found.ok) return ui.fail(found.failure);
      if (!found.value) return ui.misuse(ui.words.cases.unknownCase(values.case));
      const set = await office.client.call('cases.receipt', { caseId: found.value.caseId });
      if (!set.ok) return ui.fail(set.failure);
      const { sha256, size } = set.value;
      const pieces: Uint8Array[] = [];
      for (let offset = 0; offset < size;) {
        const read = await office.client.call('documents.read', { sha256, offset, length: 1 << 20 });
        if (!read.ok) return ui.fail(read.failure);
        pieces.push(read.value.bytes);
        offset += read.value.bytes.length;
      }
      try {
        await writeFile(values.out, Buffer.concat(pieces), { flag: 'wx' });
      } catch (error) {
        const isThere = error instanceof Error && 'code' in error && error.code === 'EEXIST';
        const failure = isThere
          ? ({ kind: 'fileExists', file: values.out } as const)
          : failureOfSystem(error, values.out);
        if (failure === null) throw error;
        return ui.fail(failure);
      }
      ui.answer({ path: values.out, sha256 });
      ui.print(ui.words.cases.receiptAt(values.out));
      return exitCodes.ok;
    }),
});
