import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OfficeConfig } from '../../../src/contract/config.ts';
import { FeedPage, type FeedEvent } from '../../../src/contract/wire.ts';
import { startTokenHost } from '../../../src/cli/processes.ts';
import { actIdOf, caseIdOf, loadCases, people } from '../../../src/cli/practice/cases.ts';
import { longPaper } from '../../../src/cli/practice/long-paper.ts';
import { longAct, volumeAct, volumeCase } from '../../../src/cli/practice/volume.ts';
import { type PracticeAuthority, makeAuthority, toPkcs12 } from '../../../src/cli/practice/pki.ts';
import { makePracticeToken, practicePin } from '../../../src/cli/practice/token.ts';
import { type PracticeWorld, preparePracticeOffice } from '../../../src/cli/practice/world.ts';
import { run } from '../../helpers/run.ts';
import { scratch } from '../harness.ts';

let authority: PracticeAuthority;
beforeAll(async () => {
  authority = await makeAuthority(new Date(), 'http://127.0.0.1:9/lista.crl');
});

async function feedOf({ config }: PracticeWorld): Promise<FeedPage> {
  const { url, accessKey } = config.repository!;
  const response = await fetch(`${url}/v1/feed?office=${config.office.officeId}&cursor=&limit=500`, {
    headers: { authorization: `Bearer ${accessKey}` },
  });
  return FeedPage.parse(await response.json());
}

describe('the practice authority', () => {
  it('issues certificates that openssl accepts in its strictest mode, with name, CUIL and signing usage', async () => {
    const dir = scratch();
    const own = await authority.issue(people.quiros);
    writeFileSync(join(dir, 'ca.pem'), authority.certificatePem);
    writeFileSync(join(dir, 'own.pem'), own.certificatePem);
    const verified = run('openssl', ['verify', '-x509_strict', '-CAfile', join(dir, 'ca.pem'), join(dir, 'own.pem')]);
    expect(verified.output).toContain('OK');
    const text = run('openssl', ['x509', '-in', join(dir, 'own.pem'), '-noout', '-text', '-nameopt', 'utf8']).output;
    expect(text).toContain('CN=Ofelia Quirós Balmaceda');
    expect(text).toContain('serialNumber=CUIL 27-00000031-0');
    expect(text).toMatch(/Key Usage: critical\s+Digital Signature, Non Repudiation\s/);
  });
});

describe('the practice token', () => {
  const listed = async (token: Awaited<ReturnType<typeof makePracticeToken>>) => {
    const host = await startTokenHost(token.library, () => Promise.resolve(null), { env: token.env });
    if (!host.ok) throw new Error(host.failure.kind);
    const listing = await host.value.client.call('token.list', {});
    await host.value.close();
    return listing.ok ? listing.value.tokens : [];
  };

  it('is SoftHSM2 where that is installed, with the certificate ready to sign and no key left beside it', async () => {
    const dir = join(scratch(), 'token');
    const token = await makePracticeToken(dir, await authority.issue(people.quiros));
    expect(token).toMatchObject({ kind: 'softhsm', instead: null, pin: practicePin });
    const [one] = await listed(token);
    expect(one).toMatchObject({ practice: true, certificates: [{ commonName: people.quiros.name, unsuitable: null }] });
    expect(existsSync(join(dir, 'key.pem'))).toBe(false);
  });

  it.each([
    ['noLibrary', null, () => Promise.resolve(true)],
    ['noTools', '/lib/soft.so', () => Promise.resolve(false)],
    ['noTools', '/lib/soft.so', (program: string) => Promise.resolve(program !== 'pkcs11-tool')],
    ['failed', '/lib/soft.so', (_: string, args: readonly string[]) => Promise.resolve(args[0] !== '--import')],
  ] as const)('is a key file when there is no SoftHSM2 to be had (%s), and says why', async (reason, library, tool) => {
    const dir = join(scratch(), 'token');
    const token = await makePracticeToken(dir, await authority.issue(people.quiros), library, tool);
    expect(token).toMatchObject({ kind: 'pkcs12', instead: reason });
    expect(existsSync(join(dir, 'key.pem'))).toBe(false);
    const [one] = await listed(token);
    expect(one).toMatchObject({ practice: true, certificates: [{ commonName: people.quiros.name, unsuitable: null }] });
  });

  it('as a file carries the certificate in clear and the key behind the PIN', async () => {
    const dir = scratch();
    const path = join(dir, 'a.p12');
    writeFileSync(path, toPkcs12(await authority.issue(people.lapaco), practicePin));
    expect(run('openssl', ['pkcs12', '-in', path, '-passin', `pass:${practicePin}`, '-noout']).status).toBe(0);
    expect(run('openssl', ['pkcs12', '-in', path, '-passin', 'pass:000000', '-noout']).status).not.toBe(0);
  });
});

describe('the practice office', () => {
  let world: PracticeWorld;
  let dir: string;
  beforeAll(async () => {
    dir = mkdtempSync(join(tmpdir(), 'fojas-practica-prueba-'));
    world = await preparePracticeOffice(dir, { softHsm: null });
  });
  afterAll(async () => {
    await world.close();
    rmSync(dir, { recursive: true, force: true });
  });

  it('has a configuration that parses, in practice mode, with files that only the owner reads', () => {
    const config = OfficeConfig.parse(JSON.parse(readFileSync(world.configPath, 'utf8')));
    expect(config).toMatchObject({ mode: 'practice', person: { name: people.quiros.name } });
    expect(readFileSync(world.storeKeyFile, 'utf8')).toMatch(/^[0-9a-f]{64}\n$/);
    for (const path of [world.configPath, world.storeKeyFile, join(dir, 'practice.json')]) {
      expect(statSync(path).mode & 0o077, path).toBe(0);
    }
  });

  it('has the three cases with their ninety-four entries, one act each but for the one that is being written', () => {
    const cases = loadCases();
    const told = (letter: string, n: number) =>
      Array.from({ length: n }, (_, at) => `${letter}-${String(at + 1).padStart(2, '0')}`);
    const listed = [...told('A', 32), ...told('B', 38), ...told('C', 24)];
    const acts = cases.flatMap((file) => file.acts.map(({ key }) => key));
    expect(listed.filter((key) => !acts.includes(key))).toEqual(['B-31']);
    expect(cases.flatMap(({ drafts }) => drafts.map(({ key }) => key))).toContain('B-31-borrador');
    expect(new Set(acts).size).toBe(acts.length);
  });

  it('brings them to its repository in their states: registered, signed by several in turn, sent back, sealed, told of', async () => {
    const { events } = await feedOf(world);
    const of = <K extends FeedEvent['kind']>(kind: K) =>
      events.filter((event): event is Extract<FeedEvent, { kind: K }> => event.kind === kind);
    const acts = loadCases().flatMap((file) => file.acts);
    const proposed = new Set(of('proposal').map(({ proposal }) => proposal.actId as string));
    expect(proposed).toEqual(new Set(acts.map(actIdOf)));
    const registered = new Set(of('registered').map(({ actId }) => actId as string));
    expect(registered).toEqual(new Set(acts.filter(({ state }) => state === 'registered').map(actIdOf)));
    const joint = acts.find(({ key }) => key === 'A-27')!;
    expect(of('partlySigned').filter(({ actId }) => actId === actIdOf(joint))).toHaveLength(2);
    expect(of('returned').map((event) => event.return.remark)).toContain(joint.before!.remark);
    const entries = of('entry').map(({ entry }) => entry.kind);
    expect(new Set(entries)).toEqual(new Set(['flags', 'piece', 'notified', 'sealed']));
    // Two clerks wrote on without a line: both texts are open.
    expect(of('draft').filter(({ draft }) => draft.open.length === 2)).toHaveLength(1);
  });

  it('opens with what waits to be signed, and the rest comes while the day has begun', async () => {
    const other = scratch();
    const early = await preparePracticeOffice(other, { softHsm: null, restLater: true });
    try {
      const kinds = (await feedOf(early)).events.map(({ kind }) => kind);
      expect(kinds).toContain('proposal');
      expect(existsSync(join(other, 'practice.json'))).toBe(false);
      await early.filled;
      expect((await feedOf(early)).events.map(({ kind }) => kind).sort()).toEqual(
        (await feedOf(world)).events.map(({ kind }) => kind).sort(),
      );
      expect(existsSync(join(other, 'practice.json'))).toBe(true);
    } finally {
      await early.close();
    }
  });

  it('grows by as much as is wanted, through the same doors', async () => {
    const sizes = { tray: 6, cases: 2, index: 8, pages: 120 };
    const large = await preparePracticeOffice(scratch(), { softHsm: null, count: 1, volume: sizes });
    try {
      const { events } = await feedOf(large);
      const volume = events.flatMap((event) => (event.kind === 'proposal' ? event.proposal : []));
      const index = caseIdOf(volumeCase(0));
      expect(volume.filter(({ caseId }) => caseId === index)).toHaveLength(8);
      const registered = events.flatMap((event) => (event.kind === 'registered' ? event.actId : []));
      expect(registered).toContain(actIdOf(volumeAct(7, 'registered')));
      expect(volume.map(({ actId }) => actId)).toContain(actIdOf(volumeAct(5, 'toSign')));
      expect(volume.map(({ actId }) => actId)).toContain(actIdOf(longAct(120)));
    } finally {
      await large.close();
    }
  });

  it('has a long document that a stranger reads page by page', () => {
    const path = join(scratch(), 'largo.pdf');
    writeFileSync(path, longPaper(2000));
    expect(run('qpdf', ['--check', path])).toMatchObject({ status: 0 });
    expect(run('qpdf', ['--show-npages', path]).output.trim()).toBe('2000');
    expect(run('pdftotext', ['-f', '2000', '-l', '2000', path, '-']).output).toMatch(/Foja 2000 de 2000/);
  });

  it('is found as it was left at the next start, on another port with the same keys', async () => {
    const before = await feedOf(world);
    await world.close();
    const again = await preparePracticeOffice(dir, { softHsm: null });
    expect(await feedOf(again)).toEqual(before);
    expect(again.config.repository?.pinnedKeys).toEqual(world.config.repository?.pinnedKeys);
    expect(again.storeKey).toBe(world.storeKey);
    world = again;
  });

  it('is made anew when its making was cut short', async () => {
    const other = scratch();
    writeFileSync(join(other, 'practice.json'), '{"version":1');
    const made = await preparePracticeOffice(other, { softHsm: null, count: 1 });
    try {
      expect((await feedOf(made)).events.filter(({ kind }) => kind === 'proposal')).toHaveLength(16);
    } finally {
      await made.close();
    }
  });
});
