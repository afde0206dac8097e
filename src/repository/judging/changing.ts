import type { Certificate } from '../../signature/index.ts';
import type { Accepted } from './judge.ts';
import { type Judging, openJudging } from './judging.ts';

/**
 * Judges by whatever authority of electronic signatures is known by then, beside the anchors. Where another is learned, files that come from
 * now on are judged by it, and those in hand are finished by what was known when they came.
 */
export function openChangingJudging(
  anchors: Pick<Accepted, 'anchors' | 'policies'>,
  authority: () => Certificate | null,
  open: (accepted: Accepted) => Judging = openJudging,
): Judging {
  const openBy = (known: Certificate | null): Judging =>
    open({ ...anchors, electronic: known === null ? [] : [known.der] });
  let by = authority();
  let current = openBy(by);
  const before: Judging[] = [];
  const now = (): Judging => {
    const next = authority();
    if (next === by) return current;
    before.push(current);
    by = next;
    return (current = openBy(next));
  };
  return {
    get isAside() {
      return current.isAside;
    },
    judge: (file, question) => now().judge(file, question),
    judgeGrowth: (file, prefixSize) => now().judgeGrowth(file, prefixSize),
    close: async () => void (await Promise.all([...before, current].map((one) => one.close()))),
  };
}
