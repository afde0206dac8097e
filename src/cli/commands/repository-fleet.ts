import { z } from 'zod';
import { type JudgedDesk, judgeFleet } from '../../contract/fleet.ts';
import { Fleet, type FleetRow } from '../../contract/wire-fleet.ts';
import type { Locale } from '../../contract/locale.ts';
import { fleetWords } from '../../contract/words/fleet.ts';
import { sayNeed } from '../../contract/words/health.ts';
import { RegisterError } from '../../repository/refusal.ts';
import { readFleet } from '../../repository/register/read-fleet.ts';
import { defineCommand } from '../command.ts';
import { type ExitCode, exitCodes } from '../exit-codes.ts';
import {
  engineFlags,
  engineValues,
  readEngines,
  refuseEngines,
  refuseRegister,
  refuseServed,
} from '../repository/engines.ts';
import type { Ui } from '../ui.ts';
import { healthSayings } from '../words/health-words.ts';

const days = z
  .string()
  .regex(/^\d{1,4}$/)
  .transform(Number);

/** How every desk stands, those that need a hand first; exit code 1 while one does. */
export const repositoryFleet = defineCommand('repository fleet', {
  options: {
    dir: { type: 'string' },
    status: { type: 'string' },
    register: engineFlags.register,
    office: { type: 'string' },
    ring: { type: 'string' },
    'not-seen': { type: 'string' },
    csv: { type: 'boolean' },
  },
  values: z.object({
    dir: z.string().min(1).optional(),
    status: z.url({ protocol: /^https?$/ }).optional(),
    register: engineValues.register,
    office: z.string().min(1).optional(),
    ring: z.string().min(1).optional(),
    'not-seen': days.default(7),
    csv: z.boolean().default(false),
  }),
  async run(values, _files, ui) {
    const { dir, status } = values;
    if ((dir === undefined) === (status === undefined)) return ui.misuse(healthSayings[ui.locale].whereFrom);
    const rows = status === undefined ? await fromEngines(dir!, values.register, ui) : await fromStatus(status, ui);
    if (typeof rows === 'number') return rows;
    const limits = { notSeenDays: values['not-seen'], certificateDays: 30, queueHours: 24 };
    const judged = judgeFleet(rows, new Date(), limits).filter(
      ({ row }) =>
        (values.office === undefined || row.officeId === values.office) &&
        (values.ring === undefined || row.standing.ring === values.ring),
    );
    ui.answer(judged.map(({ row, needs }) => ({ ...row, needs })));
    if (values.csv) for (const line of csvOf(judged)) ui.print(line);
    else print(judged, ui);
    return judged.some(({ needs }) => needs.length > 0) ? exitCodes.no : exitCodes.ok;
  },
});

/** Of the repository that runs. */
async function fromStatus(address: string, ui: Ui): Promise<readonly FleetRow[] | ExitCode> {
  let answer: Response;
  try {
    answer = await fetch(new URL('/fleet', address), { signal: AbortSignal.timeout(askMs) });
  } catch {
    const words = healthSayings[ui.locale].silentDoor(address);
    return ui.fail({ kind: 'repositoryUnreachable', detail: address }, words);
  }
  const fleet = Fleet.safeParse(await answer.json().catch(() => null));
  if (fleet.success) return fleet.data.rows;
  return ui.fail({ kind: 'repositoryGarbage', detail: address }, healthSayings[ui.locale].strangeDoor(address));
}
const askMs = 10_000;

/** Of its engines, where it does not run or they are a server's. */
async function fromEngines(dir: string, register: string | undefined, ui: Ui): Promise<readonly FleetRow[] | ExitCode> {
  const engines = readEngines({ register, blobs: undefined }, ui);
  if (typeof engines === 'number') return engines;
  try {
    const rows = await readFleet(dir, engines.registerUrl);
    return rows ?? ui.fail({ kind: 'fileUnreadable', file: dir, code: 'ENOENT' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'SQLITE_BUSY') return refuseServed(ui);
    const refused = refuseEngines(error, ui);
    if (refused !== null) return refused;
    if (!(error instanceof RegisterError)) throw error;
    return refuseRegister(error, ui);
  }
}

function print(judged: readonly JudgedDesk[], ui: Ui): void {
  const words = healthSayings[ui.locale];
  const wanting = judged.filter(({ needs }) => needs.length > 0);
  ui.print(words.fleet(judged.length, wanting.length));
  const groups = Map.groupBy(judged, ({ row }) => `${row.officeId} · ${row.standing.ring}`);
  for (const [group, desks] of groups) {
    ui.print(group);
    for (const { row, needs } of desks) {
      const { version, queue, drivers } = row.standing;
      const why = needs.map((need) => sayNeed(need, ui.locale)).join(', ');
      const mark = needs.length > 0 ? '[! ]' : '[ok]';
      const facts = [version, words.queue(queue.waiting), ...machineryOf(row, ui.locale), drivers.join(' ')];
      const told = [row.deviceId, ...facts, row.seenAt.slice(0, 16), why].filter((one) => one !== '');
      ui.print(`  ${mark} ${told.join('  ')}`);
    }
  }
}

/** Until when the certificate holds, and how the last test ended; what a desk has not told is left out. */
function machineryOf({ standing: { certificateEnds, selfTest } }: FleetRow, locale: Locale): string[] {
  const { columns: named, passed, failed } = fleetWords[locale];
  const test = selfTest && `${selfTest.ok ? passed : failed} ${selfTest.at.slice(0, 10)}`;
  return [
    certificateEnds === null ? '' : `${named.certificate.toLowerCase()} ${certificateEnds.slice(0, 10)}`,
    test === null ? '' : `${named.test.toLowerCase()} ${test}`,
  ];
}

const columns = [
  ...['office', 'ring', 'device', 'needs', 'version', 'platform', 'arch', 'seenAt', 'certificateEnds', 'waiting'],
  ...['refused', 'aside', 'oldest', 'selfTestAt', 'selfTestOk', 'policy', 'drivers'],
] as const;

/** RFC 4180; a name that a spreadsheet would take for a formula is made text. */
function csvOf(judged: readonly JudgedDesk[]): string[] {
  const cell = (value: string | number | boolean | null): string => {
    const text = String(value ?? '');
    const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
    return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  const lines = judged.map(({ row: { officeId, deviceId, seenAt, standing }, needs }) => {
    const { ring, version, platform, arch, certificateEnds, queue, selfTest, policySha256, drivers } = standing;
    return [
      ...[officeId, ring, deviceId, needs.join(' '), version, platform, arch, seenAt, certificateEnds, queue.waiting],
      ...[
        queue.refused,
        queue.aside,
        queue.oldest,
        selfTest?.at ?? null,
        selfTest?.ok ?? null,
        policySha256,
        drivers.join(' '),
      ],
    ];
  });
  return [columns.join(','), ...lines.map((line) => line.map(cell).join(','))];
}
