/**
 * Records how this version of the program speaks with a repository of its own: each request and answer of a working day, and the schemas that
 * its document gives for them. Run once for each release, from its very tree; what comes out is never changed afterwards.
 *   node test/compat/record.ts FILE
 * The file is replayed by `replay.test.ts` of every later version.
 */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {
  makeDocument,
  makeSignedAct,
  makeTestSigner,
  repositoryFolder,
  sha256Of,
  startRepository,
  testOffice,
} from '../helpers/repository.ts';

const root = path.join(import.meta.dirname, '..', '..');
const [, , file] = process.argv;
if (file === undefined) throw new Error('usage: node test/compat/record.ts FILE');
const read = (name: string): Record<string, unknown> =>
  JSON.parse(readFileSync(path.join(root, name), 'utf8')) as Record<string, unknown>;
const document = read('docs/openapi.json') as { paths: object; components: { schemas: object } };
const startedAt = new Date();
const place = repositoryFolder();
const repository = await startRepository(place.dir);
const exchanges: unknown[] = [];

/** `schemas`: the names that the document gives to what is sent; none for bytes. */
async function say(method: string, where: string, schema: string | null, body?: unknown, headers = {}): Promise<void> {
  const bytes = body instanceof Uint8Array;
  const sent = body === undefined ? undefined : bytes ? Buffer.from(body).toString('base64') : body;
  const told = {
    ...(body === undefined ? {} : { 'content-type': bytes ? 'application/octet-stream' : 'application/json' }),
    ...headers,
  };
  const response = await fetch(`${repository.url}${where}`, {
    method,
    headers: { authorization: `Bearer ${testOffice.accessKey}`, ...told },
    ...(body === undefined ? {} : { body: bytes ? new Uint8Array(body) : JSON.stringify(body) }),
  });
  const isJson = /json/.test(response.headers.get('content-type') ?? '') && !where.endsWith('openapi.json');
  const answer: unknown = isJson ? await response.json() : (await response.arrayBuffer(), null);
  exchanges.push({ method, path: where, headers: told, bytes, schema, sent, status: response.status, answer });
}

const signer = makeTestSigner();
const act = await makeSignedAct(signer);
const { record, proposal, request, signed } = act;
const modern = { 'fojas-version': '2026-11-22' };
await say('GET', '/v1/capabilities', null);
await say('GET', '/v1/capabilities', null, undefined, modern);
await say('PUT', `/v1/cases/${record.caseId}`, 'CaseRecord', record);
await say('POST', '/v1/blobs/query', 'BlobQuery', { files: [proposal.documentSha256] });
await say('PUT', `/v1/blobs/${proposal.documentSha256}`, null, act.document);
await say('PUT', `/v1/acts/${proposal.actId}/proposal`, 'Proposal', proposal);
await say('GET', `/v1/feed?office=${testOffice.officeId}&limit=10`, null, undefined, modern);
await say('PUT', `/v1/blobs/${request.sha256}`, null, signed);
await say('PUT', `/v1/acts/${request.actId}/registration`, 'RegistrationRequest', request, modern);
await say('PUT', `/v1/acts/${request.actId}/registration`, 'RegistrationRequest', request);
await say('GET', `/v1/acts/${request.actId}/receipt`, null);
await say('GET', '/v1/receipts?limit=10', null, undefined, modern);
await say('GET', '/v1/log', null);
await say('GET', `/v1/cases/${record.caseId}/state`, null, undefined, modern);
await say('GET', `/v1/cases/${record.caseId}/snapshot`, null, undefined, modern);
await say('GET', `/v1/feed?office=${testOffice.officeId}`, null);
const other = await makeDocument();
const returned = { ...proposal, actId: crypto.randomUUID(), documentSha256: sha256Of(other), size: other.length };
await say('PUT', `/v1/blobs/${returned.documentSha256}`, null, other);
await say('PUT', `/v1/acts/${returned.actId}/proposal`, 'Proposal', returned);
// What goes wrong, too: an unknown act, a registration without its file, another person's key.
await say('GET', `/v1/acts/${crypto.randomUUID()}/receipt`, null);
await say('PUT', `/v1/acts/${returned.actId}/registration`, 'RegistrationRequest', {
  ...request,
  actId: returned.actId,
  sha256: 'a'.repeat(64),
});
await say('GET', '/v1/capabilities', null, undefined, { authorization: 'Bearer a key that nobody granted' });
await repository.close();
place.remove();
rmSync(file, { force: true });
const { version } = read('package.json');
writeFileSync(
  file,
  `${JSON.stringify({ version, startedAt, paths: document.paths, schemas: document.components.schemas, exchanges })}\n`,
);
console.log(`${exchanges.length} exchanges in ${file}`);
