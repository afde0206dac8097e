import { isOrdered } from '../../../../src/casework/sync/planner/index.ts';
import { type World, run } from './world.ts';

/** Every law of a whole run that was broken, in words; empty where all hold. */
export function brokenLaws(world: World): string[] {
  const told = run(world);
  const wrongs = [...told.wrongs];
  const poisoned = (key: string): boolean => world.seeds[told.jobs.get(key)?.order ?? -1]?.bad === Infinity;
  for (const key of told.jobs.keys()) {
    if (!told.planned.has(key) && !poisoned(key)) wrongs.push(`never planned: ${key}`);
    if (!poisoned(key) && !told.ended.includes(key)) wrongs.push(`never done: ${key}`);
  }
  const last = new Map<string, number>();
  for (const key of told.ended) {
    const job = told.jobs.get(key);
    if (!job || !isOrdered(job) || job.caseId === null || told.everAside.has(key)) continue;
    // What only appeared later cannot have been waited for.
    if (job.since > 0) continue;
    const before = last.get(job.caseId) ?? -1;
    if (job.order < before) wrongs.push(`${key} after a later one of its case`);
    last.set(job.caseId, Math.max(before, job.order));
  }
  return wrongs;
}
