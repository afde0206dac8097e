import { createPrivateKey, createPublicKey, sign } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createFormats } from '../../contract/words/formats.ts';
import { keepList, openTrustList, type TrustList, type TrustService } from '../../signature/index.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import type { ExitCode } from '../exit-codes.ts';
import { guardList, readKeys } from '../verification/trust.ts';
import type { Ui } from '../ui.ts';

const keyOption = { 'trust-list-key': { type: 'string' } } as const;
const keyValue = { 'trust-list-key': z.string().min(1) };

export const trustListMake = defineCommand('trust-list make', {
  options: { key: { type: 'string' }, out: { type: 'string' } },
  values: z.object({ key: z.string().min(1), out: z.string().min(1) }),
  files: 'some',
  run: (values, [file = '', ...more], ui) => {
    if (more[0] !== undefined) return Promise.resolve(ui.misuse(ui.words.unknownWord(more[0])));
    const key = guardList(values.key, ui, () => privateKey(readFileSync(values.key, 'utf8')));
    if (typeof key === 'number') return Promise.resolve(key);
    if (key === null) return Promise.resolve(ui.misuse(ui.words.verification.badPrivateKey(values.key)));
    const made = guardList(file, ui, () => {
      const { bytes, list } = makeList(readFileSync(file, 'utf8'), key);
      writeFileSync(values.out, bytes, { flag: 'wx' });
      return list;
    });
    if (typeof made === 'number') return Promise.resolve(made);
    ui.print(ui.words.verification.made(values.out, made.content.version));
    ui.answer(made.mention);
    return Promise.resolve(exitCodes.ok);
  },
});

export const trustListKeep = defineCommand('trust-list keep', {
  options: { in: { type: 'string' }, ...keyOption },
  values: z.object({ in: z.string().min(1), ...keyValue }),
  files: 'some',
  run: (values, [file = '', ...more], ui) => {
    if (more[0] !== undefined) return Promise.resolve(ui.misuse(ui.words.unknownWord(more[0])));
    const keys = readKeys(values['trust-list-key'], ui);
    if (typeof keys === 'number') return Promise.resolve(keys);
    const kept = guardList(file, ui, () => {
      const bytes = readFileSync(file);
      const isNew = keepList(values.in, bytes, keys);
      return { isNew, list: openTrustList(bytes, keys) };
    });
    if (typeof kept === 'number') return Promise.resolve(kept);
    const { verification: words } = ui.words;
    const { version } = kept.list.content;
    ui.print(kept.isNew ? words.kept(version) : words.keptAlready(version));
    ui.answer({ ...kept.list.mention, kept: kept.isNew });
    return Promise.resolve(exitCodes.ok);
  },
});

export const trustListShow = defineCommand('trust-list show', {
  options: keyOption,
  values: z.object(keyValue),
  files: 'some',
  run: (values, [file = '', ...more], ui) => {
    if (more[0] !== undefined) return Promise.resolve(ui.misuse(ui.words.unknownWord(more[0])));
    const keys = readKeys(values['trust-list-key'], ui);
    if (typeof keys === 'number') return Promise.resolve(keys);
    const list = guardList(file, ui, () => openTrustList(readFileSync(file), keys));
    return Promise.resolve(typeof list === 'number' ? list : show(list, ui));
  },
});

function show(list: TrustList, ui: Ui): ExitCode {
  const { verification: words } = ui.words;
  const moment = (date: Date) => createFormats(ui.locale).dateTime(date.toISOString(), { zone: true });
  const { territory, version, issued, nextUpdate, services } = list.content;
  ui.print(words.list(territory, version, list.sha256));
  ui.print(words.issued(moment(issued), moment(nextUpdate)));
  for (const service of services) {
    ui.print(`  ${words.services[service.type]}: ${service.name}`);
    ui.print(`    ${service.certificate.subject.text}; SHA-256 ${service.certificate.sha256}`);
    for (const { from, status } of service.history) ui.print(`    - ${words[status](moment(from))}`);
  }
  ui.answer({ ...list.mention, nextUpdate: nextUpdate.toISOString(), services: services.map(plain) });
  return exitCodes.ok;
}

function plain({ name, type, certificate, history }: TrustService) {
  return { name, type, sha256: certificate.sha256, history };
}

/** Signs the list (compact JWS) and reads it back: what our own reader would refuse is not written. */
function makeList(json: string, key: ListKey): { bytes: Uint8Array; list: TrustList } {
  const header = Buffer.from(JSON.stringify({ alg: key.algorithm, typ: 'fojas-trust-list+jws' })).toString('base64url');
  const signed = `${header}.${Buffer.from(json).toString('base64url')}`;
  const signature = sign(key.digest, Buffer.from(signed), { key: key.key, dsaEncoding: 'ieee-p1363' });
  const bytes = Buffer.from(`${signed}.${signature.toString('base64url')}\n`);
  const spki = createPublicKey(key.key).export({ format: 'der', type: 'spki' });
  return { bytes, list: openTrustList(bytes, [spki]) };
}

interface ListKey {
  readonly key: KeyObject;
  readonly algorithm: string;
  readonly digest: string;
}

const curves: ReadonlyMap<string, readonly [string, string]> = new Map([
  ['prime256v1', ['ES256', 'sha256']],
  ['secp384r1', ['ES384', 'sha384']],
  ['secp521r1', ['ES512', 'sha512']],
]);

/** null: no private key, or one of another kind. */
function privateKey(pem: string): ListKey | null {
  let key;
  try {
    key = createPrivateKey(pem);
  } catch {
    return null;
  }
  if (key.asymmetricKeyType === 'rsa') return { key, algorithm: 'RS256', digest: 'sha256' };
  const found = curves.get(key.asymmetricKeyDetails?.namedCurve ?? '');
  return found === undefined ? null : { key, algorithm: found[0], digest: found[1] };
}
