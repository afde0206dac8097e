import type { ActRow, Notices } from '../../../src/contract/acts.ts';
import { hearingIn } from '../../../src/renderer/model/agenda.ts';
import type { Calls } from '../../../src/contract/calls.ts';
import type { CaseRow, CaseSheet, EntryRow, PieceWish } from '../../../src/contract/cases.ts';
import { done, failed, type Outcome } from '../../../src/contract/failures.ts';
import type { ActId, CaseId, Sha256 } from '../../../src/contract/ids.ts';
import type { Handlers } from '../../../src/contract/rpc.ts';
import type { CaseEntry, EntryId } from '../../../src/contract/wire-entries.ts';

type Answered = Pick<
  Handlers<Calls>,
  | 'cases.list'
  | 'cases.read'
  | 'cases.open'
  | 'cases.setFlags'
  | 'cases.setCaption'
  | 'cases.setHearing'
  | 'cases.agenda'
  | 'cases.setLevel'
  | 'cases.breakGlass'
  | 'cases.exceptional'
  | 'cases.move'
  | 'cases.receipt'
  | 'pieces.add'
  | 'pieces.addFile'
  | 'acts.vouch'
  | 'acts.withdraw'
  | 'acts.setAddressees'
  | 'offices.known'
  | 'acts.setLevel'
  | 'acts.notify'
  | 'acts.seal'
  | 'acts.notes'
>;

interface Rooms {
  readonly rows: Map<ActId, ActRow>;
  readonly put: (row: ActRow) => ActRow;
  readonly person: () => string;
  /** Makes these bytes readable by their hash. */
  readonly keep: (sha256: Sha256, bytes: Uint8Array) => void;
  /** Acts and what is noted of them changed; a case did. */
  readonly changed: () => void;
  readonly casesChanged: () => void;
}

/** Cases in memory, those opened here first; what is noted stays on this PC, for there is no line in the fake. */
export function makeCases(rooms: Rooms): Answered {
  const { rows, put, person, keep } = rooms;
  const sheets = new Map<CaseId, CaseSheet>(seeded(rows).map((sheet) => [sheet.row.caseId, sheet]));
  const notes: EntryRow[] = [];
  let opened = 417;

  const common = (caseId: CaseId) => ({
    ...{ entryId: crypto.randomUUID() as EntryId, caseId, officeId: 'ufij-3', deviceId: 'pc-mesa-3' },
    ...{ by: { personId: 'oquiros', name: person() }, at: new Date().toISOString() },
  });
  const found = (caseId: CaseId): Outcome<CaseSheet> => {
    const sheet = sheets.get(caseId);
    return sheet ? done(sheet) : failed({ kind: 'caseUnknown', caseId });
  };
  const write = (sheet: CaseSheet): Outcome<CaseSheet> => {
    sheets.set(sheet.row.caseId, sheet);
    rooms.casesChanged();
    return done(sheet);
  };
  const withEntry = (sheet: CaseSheet, entry: CaseEntry): CaseSheet => ({
    ...sheet,
    entries: [...sheet.entries, { entry, place: 'here', trouble: null }],
  });
  const takeIn = (
    wish: Omit<PieceWish, 'mediaType' | 'fileName'>,
    file: Pick<PieceWish, 'mediaType' | 'fileName'> & { sha256: Sha256; size: number },
  ): Outcome<CaseSheet> => {
    const sheet = found(wish.caseId);
    if (!sheet.ok) return sheet;
    const { expectedSha256, ...told } = wish;
    if (expectedSha256 !== null && expectedSha256 !== file.sha256) {
      return failed({ kind: 'pieceDiffers', expected: expectedSha256, found: file.sha256 });
    }
    return write(withEntry(sheet.value, { kind: 'piece', ...common(wish.caseId), ...told, ...file }));
  };
  /** Notes something of an act, which is then as `next` says. */
  const note = (actId: ActId, make: (row: ActRow) => [CaseEntry, Partial<ActRow>]): Outcome<ActRow> => {
    const row = rows.get(actId);
    if (!row) return failed({ kind: 'actUnknown', actId });
    const [entry, next] = make(row);
    notes.push({ entry, place: 'here', trouble: null });
    const written = put({ ...row, ...next });
    rooms.changed();
    return done(written);
  };
  const changedSince = (actId: ActId, documentSha256: Sha256): boolean => {
    const row = rows.get(actId);
    return row !== undefined && row.documentSha256 !== documentSha256;
  };

  return {
    'cases.list': async ({ search, series, after, limit }) => {
      const all = [...sheets.values()]
        .map(({ row }) => row)
        .filter((row) => row.series === series)
        .filter(({ caseNumber, provisionalNumber, caption }) =>
          [caseNumber, provisionalNumber, caption].join(' ').toLowerCase().includes(search.toLowerCase()),
        );
      const start = after === null ? 0 : Number(after);
      const end = Math.min(start + limit, all.length);
      return done({ rows: all.slice(start, end), total: all.length, next: end < all.length ? String(end) : null });
    },
    'cases.read': async ({ caseId }) => found(caseId),
    'cases.open': async ({ origin, parties, ...wish }) => {
      const caseId = crypto.randomUUID() as CaseId;
      const provisionalNumber = `P-UFIJ3MES-C${String((opened += 1)).padStart(4, '0')}`;
      const opening = { origin, parties, by: person(), openedAt: new Date().toISOString(), code: 'K7M2QX4TBW9RC3H' };
      const made = { caseId, caseNumber: null, provisionalNumber, movedTo: null } as const;
      const row: CaseRow = { ...wish, ...made, place: 'here', trouble: null };
      const older = [...sheets];
      sheets.clear();
      sheets.set(caseId, { row, opening, entries: [], leftBehind: null });
      for (const [id, sheet] of older) sheets.set(id, sheet);
      rooms.casesChanged();
      return found(caseId);
    },
    'cases.setFlags': async ({ caseId, detained, flags }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      const { row } = sheet.value;
      const entry: CaseEntry = { kind: 'flags', ...common(caseId), detained, flags };
      return write(withEntry({ ...sheet.value, row: { ...row, detained, flags } }, entry));
    },
    'cases.setCaption': async ({ caseId, caption, parties, reason }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      const { row, opening } = sheet.value;
      const was = { caption: row.caption, parties: opening?.parties ?? [] };
      const named = { ...sheet.value, row: { ...row, caption }, opening: opening && { ...opening, parties } };
      return write(withEntry(named, { kind: 'captionSet', ...common(caseId), caption, parties, was, reason }));
    },
    'cases.setHearing': async ({ caseId, hearingAt, what }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      return write(withEntry(sheet.value, { kind: 'hearing', ...common(caseId), hearingAt, what }));
    },
    'cases.agenda': async ({ from, until }) => {
      const heard = [...sheets.values()].flatMap(({ row, entries }, index) => {
        const set = hearingIn(entries);
        if (!set?.hearingAt || set.hearingAt < from || set.hearingAt >= until) return [];
        const { caseId, caption, detained } = row;
        const caseNumber = row.caseNumber ?? row.provisionalNumber ?? '';
        const place = entries.find(({ entry }) => entry === set)?.place ?? 'here';
        const files = { files: 4, lacking: index % 2 };
        return [{ caseId, caseNumber, caption, detained, hearingAt: set.hearingAt, what: set.what, place, ...files }];
      });
      return done({ rows: heard.toSorted((a, b) => (a.hearingAt < b.hearingAt ? -1 : 1)), more: false });
    },
    'cases.setLevel': async ({ caseId, level, reason }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      const { row } = sheet.value;
      const isRaised = level > row.confidentialityLevel;
      const entry: CaseEntry = isRaised
        ? { kind: 'levelSet', ...common(caseId), level, reason, asked: null }
        : { kind: 'levelAsked', ...common(caseId), level, reason };
      const confidentialityLevel = isRaised ? level : row.confidentialityLevel;
      return write(withEntry({ ...sheet.value, row: { ...row, confidentialityLevel } }, entry));
    },
    'cases.breakGlass': async ({ caseNumber, reason }) => {
      const sheet = [...sheets.values()].find(({ row }) =>
        [row.caseNumber, row.provisionalNumber].includes(caseNumber),
      );
      if (!sheet) return failed({ kind: 'caseUnknown', caseId: caseNumber });
      const { caseId } = sheet.row;
      return write(withEntry(sheet, { kind: 'breakGlass', ...common(caseId), reason }));
    },
    'cases.exceptional': async () => {
      const accesses = [...sheets.values()].flatMap(({ row, entries }) =>
        entries.flatMap(({ entry }) =>
          entry.kind === 'breakGlass'
            ? [{ ...entry, caseNumber: row.caseNumber ?? row.provisionalNumber ?? '', by: entry.by.name }].map(
                ({ caseId, caseNumber, by, at, reason }) => ({ caseId, caseNumber, by, at, reason }),
              )
            : [],
        ),
      );
      return done({ accesses });
    },
    'cases.move': async ({ caseId, move }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      const { row } = sheet.value;
      const entry: CaseEntry = { kind: 'moved', ...common(caseId), ...move, asked: null };
      const gone = { ...sheet.value, row: { ...row, movedTo: move.to }, leftBehind: { drafts: 1, acts: 0 } };
      return write(withEntry(gone, entry));
    },
    'offices.known': async () =>
      done({
        offices: [
          { officeId: '97-ufi-5', name: 'UFIyJ N.º 5' },
          { officeId: '97-tc-1', name: 'Tribunal en lo Criminal N.º 1' },
        ],
      }),
    'cases.receipt': async ({ caseId }) => {
      const sheet = found(caseId);
      if (!sheet.ok) return sheet;
      const [paper] = rows.values();
      return paper
        ? done({ sha256: paper.documentSha256, size: paper.size })
        : failed({ kind: 'badInput', detail: 'the world has no paper' });
    },
    'pieces.add': async ({ bytes, mediaType, fileName, ...wish }) => {
      const sha256 = await sha256Of(bytes);
      keep(sha256, bytes);
      return takeIn(wish, { mediaType, fileName, sha256, size: bytes.length });
    },
    // A page has no files of its own to read.
    'pieces.addFile': async () => failed({ kind: 'notAllowed' }),
    'acts.vouch': async ({ actId, documentSha256 }) =>
      changedSince(actId, documentSha256)
        ? failed({ kind: 'actChanged', actId })
        : note(actId, ({ caseId }) => [
            { kind: 'visado', ...common(caseId), actId, documentSha256 },
            { vouchedBy: person() },
          ]),
    'acts.withdraw': async ({ actId, documentSha256, reason }) =>
      changedSince(actId, documentSha256)
        ? failed({ kind: 'actChanged', actId })
        : note(actId, ({ caseId }) => [
            { kind: 'withdrawn', ...common(caseId), actId, documentSha256, reason },
            { state: 'withdrawn' },
          ]),
    'acts.setLevel': async ({ actId, level, reason }) =>
      note(actId, ({ caseId }) => [{ kind: 'actLevelAsked', ...common(caseId), actId, level, reason }, {}]),
    'acts.setAddressees': async ({ actId, addressees }) =>
      note(actId, ({ caseId }) => [
        { kind: 'addressees', ...common(caseId), actId, addressees },
        { notices: { chosen: true, addressees: addressees.map((one) => ({ ...one, state: 'pending' as const })) } },
      ]),
    'acts.notify': async ({ actId, ...notice }) =>
      note(actId, (row) => {
        const entry = { kind: 'notified' as const, ...common(row.caseId), actId, ...notice };
        const state = notice.trouble?.kind ?? ('done' as const);
        const named: Notices['addressees'] = row.notices?.addressees ?? [{ name: notice.addressee, pole: null, state }];
        const addressees = named.map((one) => (one.name === notice.addressee ? { ...one, state } : one));
        const isOver = addressees.every((one) => one.state === 'done');
        return [
          entry,
          {
            notices: { chosen: row.notices?.chosen ?? false, addressees },
            ...(isOver ? { state: 'notified' as const } : {}),
          },
        ];
      }),
    'acts.seal': async ({ actId, reason }) =>
      note(actId, ({ caseId }) => [{ kind: 'sealed', ...common(caseId), actId, reason }, { state: 'sealed' }]),
    'acts.notes': async ({ actId }) =>
      done({ entries: notes.filter(({ entry }) => 'actId' in entry && entry.actId === actId) }),
  };
}

async function sha256Of(bytes: Uint8Array): Promise<Sha256> {
  const digest = await crypto.subtle.digest('SHA-256', bytes.slice());
  return [...new Uint8Array(digest)].map((byte) => byte.toString(16).padStart(2, '0')).join('') as Sha256;
}

/** One sheet for each case that has acts, in the order of their first; the first was opened at this desk and has pieces. */
function seeded(rows: ReadonlyMap<ActId, ActRow>): CaseSheet[] {
  const firsts = [...new Map([...rows.values()].reverse().map((row) => [row.caseId, row])).values()];
  const sheets = firsts.reverse().map((row, index): CaseSheet => {
    const { caseId, caseNumber, caption, detained, confidentialityLevel } = row;
    const flags = { fatalDeadline: index === 1, vulnerableVictim: confidentialityLevel === 3 };
    return {
      row: {
        ...{ caseId, caseNumber, caption, detained, confidentialityLevel, flags, provisionalNumber: null },
        ...{ series: 'case', place: 'there', movedTo: null, trouble: null },
      },
      opening: null,
      entries: [],
      leftBehind: null,
    };
  });
  const [first, second] = sheets;
  const [paper] = rows.values();
  if (first && paper) sheets[0] = openedHere(first, paper);
  if (second) {
    const trouble = { kind: 'registrationRefused', problem: 'case-closed', detail: 'closed' } as const;
    sheets[1] = { ...second, row: { ...second.row, caseNumber: null, place: 'refused', trouble } };
    sheets[1].row.provisionalNumber = 'P-UFIJ3MES-C0416';
  }
  return sheets;
}

function openedHere({ row }: CaseSheet, paper: ActRow): CaseSheet {
  const piece = (n: number, part: Partial<Extract<CaseEntry, { kind: 'piece' }>>): CaseEntry => ({
    ...{ kind: 'piece', entryId: `00000000-0000-4000-8000-00000000000${n}` as EntryId, caseId: row.caseId },
    ...{ officeId: 'ufij-3', deviceId: 'pc-mesa-3', by: { personId: 'nlapaco', name: 'Nerea Lapacó' } },
    ...{ at: '2026-11-21T13:05:00.000Z', sha256: paper.documentSha256, size: paper.size, confidentialityLevel: 1 },
    ...{ mediaType: 'application/pdf', fileName: 'denuncia-escaneada.pdf', title: 'Denuncia firmada' },
    ...{ origin: 'paper', place: 'Mesa de entradas', broughtBy: 'Lorenzo Ibáñez', ...part },
  });
  const capture: Parameters<typeof piece>[1] = {
    ...{ mediaType: 'image/tiff', fileName: 'captura.tiff', origin: 'device', sha256: 'ab'.repeat(32) as Sha256 },
    title:
      'Capturas de pantalla de los mensajes recibidos entre el 6 de abril y el 12 de mayo en el teléfono de la víctima',
  };
  return {
    row: { ...row, caseNumber: null, provisionalNumber: 'P-UFIJ3MES-C0417', place: 'here' },
    opening: {
      ...{ origin: 'complaint', by: 'Nerea Lapacó', openedAt: '2026-11-21T13:01:00.000Z', code: 'K7M2QX4TBW9RC3H' },
      parties: [
        { pole: 'complainant', name: 'Lorenzo Ibáñez', document: '20.111.222' },
        { pole: 'accused', name: 'Nahuel Sosa Ferreyra', document: '' },
      ],
    },
    entries: [
      { entry: piece(1, {}), place: 'there', trouble: null },
      { entry: piece(2, capture), place: 'here', trouble: { kind: 'repositoryUnreachable', detail: 'ETIMEDOUT' } },
    ],
    leftBehind: null,
  };
}
