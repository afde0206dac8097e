/** The keys that receipts are believed from, where nobody is asked over a line. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ReceiptKey } from '../contract/receipts.ts';
import { keysAlone, openOfficeConfig } from '../policy/office.ts';
import { hearPolicy } from '../policy/sources/index.ts';
import type { ExitCode } from './exit-codes.ts';
import { readText } from './refusals.ts';
import type { Ui } from './ui.ts';
import { userData } from './user-data.ts';

export interface PinFlags {
  /** A file of keys; it wins over all that is pinned here. */
  readonly pins?: string | undefined;
  /** An office's file, instead of this desk's own. */
  readonly config?: string | undefined;
}

/**
 * The keys that a file names; without one, those that this desk pins: its office's file under the institution's policy, or the policy alone.
 * Where they are not the caller's own choice, it is said whose they are. An exit code where there are none, which was then said.
 */
export async function readPins(
  { pins, config }: PinFlags,
  ui: Ui,
  hear = hearPolicy,
): Promise<readonly ReceiptKey[] | ExitCode> {
  const words = ui.words.log;
  if (pins !== undefined) return fromFile(pins, ui);
  const own = path.join(userData(), 'office.json');
  const file = config ?? (existsSync(own) ? own : null);
  if (file !== null) {
    const opened = await openOfficeConfig(file, hear);
    if (!opened.ok) return ui.fail(opened.failure);
    const keys = opened.value.config.repository?.pinnedKeys ?? [];
    if (keys.length > 0) return said(keys, words.pinnedIn(file), ui);
  }
  const keys = await keysAlone(hear);
  return keys.length > 0 ? said(keys, words.pinnedByPolicy, ui) : ui.misuse(words.nothingPinned(file ?? own));
}

function said(keys: readonly ReceiptKey[], told: string, ui: Ui): readonly ReceiptKey[] {
  ui.note(told);
  return keys;
}

async function fromFile(file: string, ui: Ui): Promise<readonly ReceiptKey[] | ExitCode> {
  const text = await readText(file);
  if (!text.ok) return ui.fail(text.failure);
  const keys = z.array(ReceiptKey).min(1).safeParse(json(text.value));
  return keys.success ? keys.data : ui.misuse(ui.words.log.noPins(file));
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
