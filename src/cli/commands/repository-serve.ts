import { join } from 'node:path';
import process from 'node:process';
import { z } from 'zod';
import { RegisterError } from '../../repository/register/sqlite.ts';
import { type Repository, createRepository } from '../../repository/repository.ts';
import { ShippedProfile } from '../../contract/templates.ts';
import { templateCatalogue } from '../../casework/drafts/templates/catalogue.ts';
import type { RevocationOptions } from '../../repository/people/revocation.ts';
import { folderCache, loadAnchors, nodeTransport } from '../../signature/index.ts';
import { toPem } from '../pem.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem, isAddressRefused } from '../refusals.ts';
import { isHttpUrl } from '../levels/services.ts';
import { type AccessKeys, accessKeys, accessKeysFile } from '../repository/access-keys.ts';
import {
  engineFlags,
  engineValues,
  readEngines,
  refuseEngines,
  refuseRegister,
  runningFlags,
  runningOptions,
  runningValues,
} from '../repository/engines.ts';
import { raisedLevels, readRaising, readStamping } from '../repository/raising.ts';
import { readUpstream } from '../repository/upstream.ts';
import type { Ui } from '../ui.ts';

const port = z
  .string()
  .regex(/^\d{1,5}$/)
  .transform(Number)
  .refine((number) => number <= 65_535);

export const repositoryServe = defineCommand('repository serve', {
  options: {
    dir: { type: 'string' },
    name: { type: 'string' },
    host: { type: 'string' },
    port: { type: 'string' },
    office: { type: 'string', multiple: true },
    trust: { type: 'string' },
    'certificate-policy': { type: 'string', multiple: true },
    electronic: { type: 'string', multiple: true },
    'electronic-issuer': { type: 'string' },
    log: { type: 'boolean' },
    upstream: { type: 'string' },
    'upstream-key-file': { type: 'string' },
    'upstream-pins': { type: 'string' },
    'folder-key-file': { type: 'string' },
    announce: { type: 'boolean' },
    tsa: { type: 'string', multiple: true },
    level: { type: 'string' },
    'revocation-cache': { type: 'string' },
    'unknown-revocation': { type: 'string' },
    'raise-after': { type: 'string' },
    public: { type: 'boolean' },
    'behind-proxy': { type: 'boolean' },
    'enrolled-only': { type: 'boolean' },
    'oidc-issuer': { type: 'string' },
    'oidc-client': { type: 'string' },
    ...engineFlags,
    ...runningFlags,
  },
  values: z.object({
    dir: z.string().min(1),
    name: z.string().min(1).default('Repositorio Fojas'),
    host: z.string().min(1).default('127.0.0.1'),
    port: port.default(7440),
    office: z.array(z.string().min(1)).default([]),
    trust: z.string().min(1).optional(),
    'certificate-policy': z.array(z.string().regex(/^[0-2](\.\d{1,40}){1,30}$/)).default([]),
    electronic: z.array(ShippedProfile).default([]),
    'electronic-issuer': z.string().min(1).optional(),
    log: z.boolean().default(false),
    upstream: z.url({ protocol: /^https?$/ }).optional(),
    'upstream-key-file': z.string().min(1).optional(),
    'upstream-pins': z.string().min(1).optional(),
    'folder-key-file': z.string().min(1).optional(),
    announce: z.boolean().default(false),
    tsa: z.array(z.string().refine(isHttpUrl)).default([]),
    level: z.enum(raisedLevels).optional(),
    'revocation-cache': z.string().min(1).optional(),
    'unknown-revocation': z.enum(['allow', 'refuse']).default('allow'),
    'raise-after': z
      .string()
      .regex(/^\d{1,6}$/)
      .transform(Number)
      .default(300),
    public: z.boolean().default(false),
    'behind-proxy': z.boolean().default(false),
    'enrolled-only': z.boolean().default(false),
    'oidc-issuer': z.url({ protocol: /^https?$/ }).optional(),
    'oidc-client': z.string().min(1).optional(),
    ...engineValues,
    ...runningValues,
  }),
  async run(values, _files, ui) {
    try {
      const engines = readEngines(values, ui);
      if (typeof engines === 'number') return engines;
      if (values.upstream !== undefined && (engines.registerUrl ?? engines.blobsUrl) !== undefined)
        return ui.misuse(ui.words.repository.enginesInOffice);
      const upstream = await readUpstream(values, values.office, ui);
      if (typeof upstream === 'number') return upstream;
      // The PCs show the key that they would show the central one: moving a PC changes nothing but an address.
      const keys = upstream
        ? [{ officeId: upstream.officeId, key: upstream.accessKey }]
        : await accessKeys(values.dir, values.office);
      const issuer = values['oidc-issuer'];
      const clientId = values['oidc-client'];
      if ((issuer === undefined) !== (clientId === undefined)) return ui.misuse(ui.words.repository.oidcNeeds);
      // Only devices that were enrolled come in: whatever keys there are open nothing.
      const shown = values['enrolled-only'] ? [] : keys;
      if (shown.length === 0 && !values['enrolled-only']) return ui.misuse(ui.words.repository.noOffices);
      const anchors = values.trust === undefined ? [] : loadAnchors(values.trust).anchors;
      const raising = readRaising(values, anchors, ui);
      if (typeof raising === 'number') return raising;
      const stamping = readStamping(values, anchors);
      const repository = await createRepository({
        dir: values.dir,
        name: values.name,
        accessKeys: shown,
        host: values.host,
        port: values.port,
        trustAnchors: anchors.map(({ der }) => toPem(der)),
        certificatePolicies: values['certificate-policy'],
        ...(values.electronic.length > 0
          ? {
              electronic: {
                actTypes: templateCatalogue().electronicTypes(values.electronic),
                issuerFile: values['electronic-issuer'],
              },
            }
          : {}),
        ...(upstream ? { upstream } : { revocation: readRevocation(values) }),
        ...(raising ? { raising } : {}),
        ...(stamping ? { stamping } : {}),
        ...(issuer === undefined || clientId === undefined ? {} : { oidc: { issuer, clientId } }),
        ...(values.public ? { publicPage: { behindProxy: values['behind-proxy'] } } : {}),
        ...engines,
        ...runningOptions(values, ui),
      });
      // Before anybody is told that it runs, and may tell it to end.
      const stopped = untilStopped();
      sayServing(repository, values, shown, ui);
      await stopped;
      await repository.close();
      return exitCodes.ok;
    } catch (error) {
      if (isAddressRefused(error, values.host)) {
        ui.note(`fojas: ${ui.words.repository.addressTaken(`${values.host}:${values.port}`)}`);
        return exitCodes.machine;
      }
      const refused = refuseEngines(error, ui);
      if (refused !== null) return refused;
      if (error instanceof RegisterError) return refuseRegister(error, ui);
      const at = error instanceof Error && 'path' in error ? String(error.path) : values.dir;
      const failure = failureOfSystem(error, at);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});

/** What is asked of authorities, and kept of their answers, when a token enrols a device. */
const readRevocation = (values: {
  readonly dir: string;
  readonly 'revocation-cache'?: string | undefined;
  readonly 'unknown-revocation': 'allow' | 'refuse';
}): RevocationOptions => ({
  transport: nodeTransport(),
  cache: folderCache(values['revocation-cache'] ?? join(values.dir, 'revocation')),
  unknown: values['unknown-revocation'],
});

function sayServing(
  { url, receiptKeys, officeKey, statusUrl, engines, electronicAuthority }: Repository,
  { dir, name, upstream }: { readonly dir: string; readonly name: string; readonly upstream?: string | undefined },
  keys: AccessKeys,
  ui: Ui,
): void {
  const { repository: words } = ui.words;
  const offices = [...new Set(keys.map(({ officeId }) => officeId))];
  ui.print(words.serving(name, url));
  if (statusUrl !== null) ui.print(words.statusAt(statusUrl));
  if (officeKey === null) {
    ui.answer({
      url,
      statusUrl,
      engines,
      electronicAuthority,
      receiptKeys,
      accessKeysFile: accessKeysFile(dir),
      offices,
    });
    if (engines.blobs === 's3' && !engines.immutable) ui.note(words.mutable);
    if (keys.length > 0) ui.print(words.keysIn(accessKeysFile(dir)));
    ui.print(words.pin);
    ui.print(JSON.stringify(receiptKeys));
    if (electronicAuthority !== null) {
      ui.print(words.electronicAuthority);
      ui.print(electronicAuthority.trim());
    }
    return;
  }
  ui.answer({ url, receiptKeys, officeKey, upstream, offices });
  ui.print(words.forwards(upstream ?? ''));
  ui.print(words.officePin);
  ui.print(JSON.stringify([officeKey]));
}

/** Resolves when a person or the system’s supervisor says stop. */
async function untilStopped(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  await promise;
}
