import { readFile } from 'node:fs/promises';
import type { z } from 'zod';
import type { ExitCode } from './exit-codes.ts';
import { failureOfSystem } from './refusals.ts';
import type { Ui } from './ui.ts';

/**
 * What a file of JSON says, held against its form, or what to end with.
 * @param bad words for a file that says something else: where in it, and what is wrong there
 */
export async function jsonIn<T>(
  file: string,
  form: z.ZodType<T>,
  bad: (where: string) => string,
  ui: Ui,
): Promise<{ readonly value: T } | ExitCode> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    const failure = failureOfSystem(error, file);
    if (failure === null) throw error;
    return ui.fail(failure);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    return ui.misuse(bad(error instanceof Error ? error.message : ''));
  }
  const read = form.safeParse(json);
  if (read.success) return { value: read.data };
  const [issue] = read.error.issues;
  return ui.misuse(bad(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? ''}`));
}
