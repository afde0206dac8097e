import { generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { oids } from '../../../src/signature/asn1/oids.ts';
import { openTrustList, requireCurrent } from '../../../src/signature/trust/list.ts';
import { keepList, keptVersions, readKeptList } from '../../../src/signature/trust/list-store.ts';
import { makeCertificate, makeRoot } from '../../helpers/pki.ts';
import { later } from '../../helpers/pki-services/index.ts';
import { withFolder } from '../../helpers/run.ts';
import { listKey, listPayload, listSpki, signList } from '../../helpers/trust-list.ts';
import type { ListService } from '../../helpers/trust-list.ts';
import { Story } from '../validation/story.ts';
import { codes } from '../validation/verify.ts';

const root = makeRoot();
const always = [['2020-01-01T00:00:00Z', 'granted']] as const;
const services: ListService[] = [{ type: 'signing', identity: root, history: always }];
const good = signList(listPayload(7, services));
const trouble = (kind: string) => expect.objectContaining({ name: 'TrustListError', kind }) as Error;

describe('a trust list', () => {
  it('is read when a pinned key signed it, and names itself', () => {
    const other = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'der', type: 'spki' });
    const list = openTrustList(good, [other, listSpki]);
    expect(list.mention).toMatchObject({ territory: 'AR-PRUEBA', version: 7, issued: '2026-01-01T00:00:00.000Z' });
    expect(list.mention.sha256).toMatch(/^[0-9a-f]{64}$/);
    expect(list.anchors('signature', new Date('2026-05-05'))).toHaveLength(1);
    expect(list.anchors('timestamp', new Date('2026-05-05'))).toHaveLength(0);
    expect(list.anchors('signature', new Date('2019-05-05'))).toHaveLength(0);
  });

  it.each<[string, () => Uint8Array, string]>([
    [
      'by another key',
      () => signList(listPayload(7, services), generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey),
      'badSignature',
    ],
    ['changed afterwards', () => changed(), 'badSignature'],
    [
      'without a signature',
      () =>
        Buffer.from(
          Buffer.from(good)
            .toString()
            .replace(/\.[^.]+$/, '.AAAA'),
        ),
      'badSignature',
    ],
    ['that is no JWS', () => Buffer.from('{}'), 'malformed'],
    ['with another type', () => signList(listPayload(7, services), undefined, { typ: 'JWT' }), 'malformed'],
    ['that says "none"', () => signList(listPayload(7, services), undefined, { alg: 'none' }), 'malformed'],
    [
      'that names an algorithm of another curve',
      () => signList(listPayload(7, services), undefined, { alg: 'ES384' }),
      'badSignature',
    ],
    ['with a critical header', () => signList(listPayload(7, services), undefined, { crit: ['x'] }), 'malformed'],
    ['of a format from the future', () => signList(listPayload(7, services, { format: 2 })), 'malformed'],
    ['of version 0', () => signList(listPayload(0, services)), 'malformed'],
    ['with a field that nobody knows', () => signList(listPayload(7, services, { besides: 1 })), 'malformed'],
    [
      'that ends before it begins',
      () => signList(listPayload(7, services, { nextUpdate: '2025-01-01T00:00:00Z' })),
      'malformed',
    ],
    ['with a date that is none', () => signList(listPayload(7, services, { issued: 'ayer' })), 'malformed'],
    [
      'with a certificate that is none',
      () => signList(listPayload(7, [{ ...services[0]!, identity: { ...root, certificate: Buffer.from('x') } }])),
      'malformed',
    ],
    [
      'with a history out of order',
      () =>
        signList(
          listPayload(7, [
            {
              ...services[0]!,
              history: [
                ['2021-01-01T00:00:00Z', 'granted'],
                ['2020-01-01T00:00:00Z', 'withdrawn'],
              ],
            },
          ]),
        ),
      'malformed',
    ],
    [
      'with a service that was never granted',
      () => signList(listPayload(7, [{ ...services[0]!, history: [] }])),
      'malformed',
    ],
  ])('%s is refused', (_what, make, kind) => {
    expect(() => openTrustList(make(), [listSpki])).toThrow(trouble(kind));
  });

  it('serves only while it is the current one', () => {
    const list = openTrustList(good, [listSpki]);
    requireCurrent(list, new Date('2026-06-01'));
    expect(() => requireCurrent(list, new Date('2027-01-01'))).toThrow(trouble('expired'));
    expect(() => requireCurrent(list, new Date('2025-12-31'))).toThrow(trouble('notYetIssued'));
  });

  function changed(): Uint8Array {
    const [head, , signature] = Buffer.from(good).toString().split('.');
    return Buffer.from(`${head}.${Buffer.from(listPayload(8, services)).toString('base64url')}.${signature}`);
  }
});

describe('a folder of trust lists', () => {
  const at = new Date('2026-06-01');
  const version = (number: number, changes = {}) => signList(listPayload(number, services, changes));

  it('keeps every version, gives the newest or the one asked for', () =>
    withFolder((folder) => {
      expect(keepList(folder, version(3), [listSpki], at)).toBe(true);
      const fifth = version(5);
      expect(keepList(folder, fifth, [listSpki], at)).toBe(true);
      expect(keepList(folder, fifth, [listSpki], at)).toBe(false);
      expect(keptVersions(folder)).toEqual([5, 3]);
      expect(readKeptList(folder, [listSpki]).content.version).toBe(5);
      expect(readKeptList(folder, [listSpki], 3).content.version).toBe(3);
      expect(readdirSync(folder).sort()).toEqual(['trust-list-3.jws', 'trust-list-5.jws']);
    }));

  it('never goes back, and never takes what does not hold', () =>
    withFolder((folder) => {
      keepList(folder, version(5), [listSpki], at);
      expect(() => keepList(folder, version(4), [listSpki], at)).toThrow(trouble('rollback'));
      expect(() => keepList(folder, version(5, { territory: 'OTRA' }), [listSpki], at)).toThrow(trouble('rollback'));
      expect(() => keepList(folder, version(6), [listSpki], new Date('2027-06-01'))).toThrow(trouble('expired'));
      const other = generateKeyPairSync('ec', { namedCurve: 'prime256v1' }).privateKey;
      expect(() => keepList(folder, signList(listPayload(9, services), other), [listSpki], at)).toThrow(
        trouble('badSignature'),
      );
      expect(keptVersions(folder)).toEqual([5]);
    }));

  it('says what is missing or under a wrong name', () =>
    withFolder((folder) => {
      expect(() => readKeptList(folder, [listSpki])).toThrow(trouble('missing'));
      keepList(folder, version(5), [listSpki], at);
      expect(() => readKeptList(folder, [listSpki], 4)).toThrow(trouble('missing'));
      writeFileSync(join(folder, 'trust-list-9.jws'), readFileSync(join(folder, 'trust-list-5.jws')));
      expect(() => readKeptList(folder, [listSpki])).toThrow(trouble('malformed'));
    }));
});

describe('a verdict by a trust list', () => {
  /** A list for a story's world: its root certifies signers, and time-stamps too unless told otherwise. */
  function listFor(story: Story, history: ListService['history'] = always, more: ListService[] = []) {
    const identity = story.world.root;
    const stamps: ListService = { type: 'timestamping', identity, history: always };
    return openTrustList(signList(listPayload(7, [{ type: 'signing', identity, history }, stamps, ...more])), [
      listSpki,
    ]);
  }

  it('trusts what the list trusts', async () => {
    const story = new Story();
    story.sign();
    const trustList = listFor(story);
    const options = { anchors: [], trustList, revocation: story.line };
    expect(await story.verdict(options)).toMatchObject({ indication: 'TOTAL_PASSED' });
    expect(await story.verdict({ ...options, trustList: openTrustList(good, [listSpki]) })).toMatchObject({
      subIndication: 'NO_CERTIFICATE_CHAIN_FOUND',
    });
  });

  it('holds an authority to the time for which it was listed', async () => {
    const story = new Story();
    story.sign();
    story.clock.advance({ days: 30 });
    const [from, withdrawn] = ['2020-01-01T00:00:00Z', later(story.clock.now(), { days: -2 }).toISOString()];
    const trustList = listFor(story, [
      [from, 'granted'],
      [withdrawn, 'withdrawn'],
    ]);
    const options = { anchors: [], trustList, revocation: story.line };
    // The time-stamp proves that it was signed while the authority was listed.
    expect(await story.verdict(options)).toMatchObject({ indication: 'TOTAL_PASSED' });
    const unstamped = new Story(story.world);
    unstamped.sign(undefined, { stamp: false });
    const verdict = await unstamped.verdict(options);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE' });
    expect(codes(verdict)).toContain('anchorEnded');
  });

  it('says no yes for a time of which an expired list cannot speak', async () => {
    const story = new Story();
    story.sign();
    const trustList = listFor(story);
    const inTime = { anchors: [], trustList, revocation: story.line };
    expect(await story.verdict(inTime)).toMatchObject({ indication: 'TOTAL_PASSED' });
    // The list is good until the end of the year.
    story.clock.advance({ days: 320 });
    const late = { ...inTime, at: story.clock.now(), revocation: story.line };
    const verdict = await story.verdict(late);
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE' });
    expect(codes(verdict)).toContain('trustListExpired');
    // What is trusted by itself needs no list, and what is known to have existed in time is judged for that time.
    expect(await story.verdict({ ...late, ...story.options })).toMatchObject({ indication: 'TOTAL_PASSED' });
    const known = { since: later(story.clock.now(), { days: -300 }), by: 'receipt' };
    expect(await story.verdict({ ...late, known })).toMatchObject({ indication: 'TOTAL_PASSED' });
  });

  it('lets a signer’s authority stamp no times, and a listed responder answer for others', async () => {
    const story = new Story();
    const signer = story.sign();
    const onlySigning = openTrustList(
      signList(listPayload(7, [{ type: 'signing', identity: story.world.root, history: always }])),
      [listSpki],
    );
    const verdict = await story.verdict({ anchors: [], trustList: onlySigning, revocation: story.line });
    expect(verdict.details?.timestamps[0]).toMatchObject({ subIndication: 'NO_CERTIFICATE_CHAIN_FOUND' });
    const stranger = makeCertificate(null, {
      commonName: 'Responde por todos',
      ca: false,
      keyUsage: ['digitalSignature'],
      extendedKeyUsage: [oids.ocspSigning],
    });
    const answers = {
      anchors: [],
      revocation: () =>
        Promise.resolve({ crls: [story.lists()[0]!], ocsps: [story.answer(signer.certificate, stranger)] }),
    };
    const ocsp: ListService = { type: 'ocsp', identity: stranger, history: always };
    const plain = new Story(story.world);
    plain.sign(signer, { stamp: false });
    expect(await plain.verdict({ ...answers, trustList: listFor(story, always, [ocsp]) })).toMatchObject({
      indication: 'TOTAL_PASSED',
    });
    expect(await plain.verdict({ ...answers, trustList: listFor(story) })).toMatchObject({
      subIndication: 'TRY_LATER',
    });
    expect(listKey.privateKey.asymmetricKeyType).toBe('ec');
  });
});
