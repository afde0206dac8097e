import { openFileSource } from '../../bytes.ts';
import type { ByteSource } from '../../bytes.ts';
import { PadesError } from '../errors.ts';
import { refuseTarget, TargetFile } from '../target-file.ts';
import { checkRaised, planRaise, resultOf, writeRaised } from './raise.ts';
import type { RaiseRequest, RaiseResult } from './types.ts';

export interface RaiseFileRequest extends Omit<RaiseRequest, 'source' | 'sink'> {
  /** The signed document, which is never touched. */
  readonly input: string;
  /** Where the raised document goes; nothing appears there when nothing was appended. */
  readonly output: string;
  /** Whether a file at `output` may be replaced. */
  readonly overwrite?: boolean | undefined;
}

/**
 * Raises one file. The result is written beside its target, made durable, read again from the disk and verified, and only then gets
 * its name.
 * @throws as `raisePdf`, and PadesError `readFailed`, `writeFailed`, `targetExists`, `targetIsInput`. The target is untouched then,
 * and nothing is left beside it.
 */
export async function raisePdfFile(request: RaiseFileRequest): Promise<RaiseResult> {
  const { input, output, overwrite = false } = request;
  const source = openInput(input);
  const target = new TargetFile(output);
  try {
    refuseTarget(output, input, overwrite);
    target.openAs(input);
    const plan = await planRaise({ ...request, source });
    if (plan.updates.length === 0) return { kind: 'unchanged', ...plan.standing };
    await writeRaised(plan, { source, sink: target });
    await target.sync();
    const written = openFileSource(target.temporary);
    try {
      await checkRaised(written, plan, { ...request, source });
    } finally {
      written.close();
    }
    await target.publish(overwrite);
    return resultOf(plan);
  } finally {
    source.close();
    await target.discard();
  }
}

function openInput(path: string): ByteSource {
  try {
    return openFileSource(path);
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    throw new PadesError('readFailed', `cannot read (${code ?? 'unknown'}): ${message}`, { cause: error });
  }
}
