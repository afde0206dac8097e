import type { PracticeAct, PracticeCase } from '../../src/cli/practice/cases.ts';
import { renderAct as render } from '../../src/cli/practice/paper.ts';
import { type Setter, openSetter } from '../../src/paper/index.ts';

let setter: Promise<Setter> | undefined;

/** The PDF of an act of the practice office; the compiler is started once for all the acts of a test file. */
export async function renderAct(file: PracticeCase, act: PracticeAct): Promise<Uint8Array> {
  setter ??= openSetter();
  return render(await setter, file, act);
}
