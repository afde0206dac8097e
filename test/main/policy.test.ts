import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { OfficeConfig } from '../../src/contract/config.ts';
import { done } from '../../src/contract/failures.ts';
import type { Readiness } from '../../src/contract/updates.ts';
import { followPolicy, type FollowedPolicy } from '../../src/main/policy.ts';
import { openOfficeConfig } from '../../src/policy/office.ts';
import { nobody } from '../../src/policy/resolve.ts';
import { officeConfig } from './processes.ts';

const idle: Readiness = { batch: false, unsettled: 0, typing: false, schema: 100 };

/** A running office that says what a test wants it to say. */
async function follow(
  now: { readiness: Readiness | null },
  permits: readonly string[] = [],
): Promise<{ policy: FollowedPolicy; renewed: OfficeConfig[] }> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'fojas-followed-'));
  const file = path.join(folder, 'office.json');
  writeFileSync(file, JSON.stringify({ ...officeConfig(), mode: 'normal' }));
  const hear = () => Promise.resolve(nobody);
  const opened = await openOfficeConfig(file, hear);
  if (!opened.ok) throw new Error(JSON.stringify(opened.failure));
  const renewed: OfficeConfig[] = [];
  const policy = followPolicy({
    ...{ file, hear, started: opened.value, obey: () => undefined, onChange: () => undefined },
    office: {
      call: () => Promise.resolve(done({ person: { permits } })),
      exchange: async () => now.readiness && { readiness: now.readiness, backup: null, failure: null },
      renew: (config) => renewed.push(config),
    },
  });
  onTestFinished(() => {
    policy.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  return { policy, renewed };
}

test.each([
  ['a batch runs', { ...idle, batch: true }],
  ['a journal of signing is open', { ...idle, unsettled: 1 }],
  ['an act is being typed', { ...idle, typing: true }],
  ['the office does not answer', null],
])('an office is not exchanged under the hands of a person while %s', async (_what, readiness) => {
  const now: { readiness: Readiness | null } = { readiness };
  const { policy, renewed } = await follow(now);
  const chosen = await policy.choose({ name: 'line.capKbps', value: 512 });
  expect(chosen).toMatchObject({ ok: true, value: { waiting: [{ name: 'line.capKbps', until: 'idle' }] } });
  expect(renewed).toEqual([]);
  now.readiness = idle;
  expect((await policy.look()).waiting).toEqual([]);
  expect(renewed.map(({ line }) => line?.capKbps)).toEqual([512]);
  expect(policy.report.waiting).toEqual([]);
});

test('what is IT’s is chosen by whoever may configure in this office, and by nobody else', async () => {
  const wish = { name: 'updates.ring', value: 'piloto' } as const;
  const { policy: clerk } = await follow({ readiness: idle }, ['sign']);
  expect(await clerk.choose(wish)).toEqual({ ok: false, failure: { kind: 'notAllowed' } });
  const { policy: it } = await follow({ readiness: idle }, ['configure']);
  expect(await it.choose(wish)).toMatchObject({
    ok: true,
    value: { waiting: [{ name: 'updates.ring', until: 'start' }] },
  });
});
