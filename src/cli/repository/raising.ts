/** What a repository has stamped by authorities, as flags say: signatures that it raises by itself, and its log. */
import type { Level } from '../../contract/levels.ts';
import { checkpointStamper } from '../../repository/log/stamping.ts';
import { signatureRaiser } from '../../repository/raising/raiser.ts';
import type { RepositoryOptions } from '../../repository/repository.ts';
import { type Certificate, folderCache, memoryCache, nodeTransport } from '../../signature/index.ts';
import type { ExitCode } from '../exit-codes.ts';
import type { Ui } from '../ui.ts';

export const raisedLevels = ['B-T', 'B-LT', 'B-LTA'] as const;

export interface RaisingFlags {
  readonly tsa: readonly string[];
  readonly level?: (typeof raisedLevels)[number] | undefined;
  readonly 'revocation-cache'?: string | undefined;
  readonly 'raise-after': number;
  readonly upstream?: string | undefined;
}

const levelOf: Readonly<Record<(typeof raisedLevels)[number], Level>> = { 'B-T': 'T', 'B-LT': 'LT', 'B-LTA': 'LTA' };

/** Null where nothing is to be raised; an exit code where the flags do not fit together, which was then said. */
export function readRaising(
  flags: RaisingFlags,
  anchors: readonly Certificate[],
  ui: Ui,
): NonNullable<RepositoryOptions['raising']> | null | ExitCode {
  const { tsa, level, upstream } = flags;
  const folder = flags['revocation-cache'];
  if (tsa.length === 0 && level === undefined)
    return folder === undefined ? null : ui.misuse(ui.words.repository.raisingNeeds);
  if (tsa.length === 0 || upstream !== undefined) return ui.misuse(ui.words.repository.raisingNeeds);
  return {
    wanted: levelOf[level ?? 'B-LTA'],
    graceMs: flags['raise-after'] * 1000,
    raiser: signatureRaiser({
      transport: nodeTransport(),
      tsas: tsa.map((url) => ({ url })),
      anchors,
      cache: folder === undefined ? memoryCache() : folderCache(folder),
      now: () => new Date(),
    }),
  };
}

/** The log's checkpoints are stamped by the same authorities, once a day; null where none is named. */
export function readStamping(
  { tsa }: Pick<RaisingFlags, 'tsa'>,
  anchors: readonly Certificate[],
): NonNullable<RepositoryOptions['stamping']> | null {
  if (tsa.length === 0) return null;
  const tsas = tsa.map((url) => ({ url }));
  return { stamper: checkpointStamper({ transport: nodeTransport(), tsas, anchors }) };
}
