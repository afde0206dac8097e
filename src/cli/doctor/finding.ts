import type { CheckId } from '../words/cli-words.ts';

/** What one check of the doctor found. `bad` stops work, `warn` will, `info` is for who reads over the telephone. */
export interface Finding {
  readonly check: CheckId;
  readonly state: 'ok' | 'info' | 'warn' | 'bad';
  readonly detail: string;
  /** What to do, one sentence; null when there is nothing to do. */
  readonly fix: string | null;
}

export const fine = (check: CheckId, detail: string): Finding => ({ check, state: 'ok', detail, fix: null });
export const note = (check: CheckId, detail: string, fix: string | null = null): Finding => ({
  ...{ check, state: 'info', detail, fix },
});
export const warning = (check: CheckId, detail: string, fix: string): Finding => ({
  check,
  state: 'warn',
  detail,
  fix,
});
export const trouble = (check: CheckId, detail: string, fix: string): Finding => ({ check, state: 'bad', detail, fix });
