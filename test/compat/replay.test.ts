import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { wireSchemas } from '../../src/contract/openapi/schemas.ts';
import { repositoryFolder, startRepository, testOffice, type TestRepository } from '../helpers/repository.ts';

/** What an earlier version said to its own repository and heard from it, and the schemas it had for that (`record.ts`). */
const Recording = z.object({
  version: z.string(),
  startedAt: z.iso.datetime(),
  paths: z.record(z.string(), z.record(z.string(), z.unknown())),
  schemas: z.record(z.string(), z.record(z.string(), z.unknown())),
  exchanges: z.array(
    z.object({
      method: z.string(),
      path: z.string(),
      headers: z.record(z.string(), z.string()),
      bytes: z.boolean(),
      schema: z.string().nullable(),
      sent: z.unknown().optional(),
      status: z.int(),
      answer: z.unknown(),
    }),
  ),
});
type Recording = z.infer<typeof Recording>;
type Exchange = Recording['exchanges'][number];

const folder = path.join(import.meta.dirname, 'wire');
const recordings = readdirSync(folder).map(
  (name) => [name, Recording.parse(JSON.parse(readFileSync(path.join(folder, name), 'utf8')))] as const,
);

/** The name that a recording's document gives to an answer; null where it gives none. */
function answerName({ paths }: Recording, { method, path: where }: Exchange, status: number): string | null {
  if (status >= 400) return 'Problem';
  const bare = where.replace(/\?.*$/, '');
  // A name as it stands comes before one with a blank in it.
  const found = Object.entries(paths)
    .sort(([a], [b]) => Number(a.includes('{')) - Number(b.includes('{')))
    .find(([template]) => new RegExp(`^${template.replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(bare));
  const operation = found?.[1][method.toLowerCase()] as {
    responses: Record<string, { content?: Record<string, { schema: { $ref?: string } }> }>;
  };
  const ref = operation.responses[String(status)]?.content?.['application/json']?.schema.$ref;
  return ref?.split('/').at(-1) ?? null;
}

/** A schema as the earlier version had it: of that document and no other, as strict as it was. */
function schemaThen({ schemas }: Recording, name: string): z.ZodType {
  const moved = JSON.parse(
    JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/$defs/'),
  ) as Recording['schemas'];
  return z.fromJSONSchema({ $ref: `#/$defs/${name}`, $defs: moved } as Parameters<typeof z.fromJSONSchema>[0]);
}

it('holds at least one earlier version', () => {
  expect(recordings.length).toBeGreaterThan(0);
});

describe.each(recordings)('%s', (_name, recording) => {
  let repository: TestRepository;
  let remove: () => void;
  beforeAll(async () => {
    const place = repositoryFolder();
    remove = place.remove;
    // As it was then: certificates of the recording end some day.
    repository = await startRepository(place.dir, { clock: () => new Date(Date.parse(recording.startedAt) + 60_000) });
  });
  afterAll(async () => {
    await repository.close();
    remove();
  });

  // In order: each goes on from what those before it left.
  it.each(recording.exchanges.map((exchange, at) => [at, `${exchange.method} ${exchange.path}`, exchange] as const))(
    '%i: its workstation is understood by the present repository, and understands the answer (%s)',
    async (_at, _what, exchange) => {
      const { method, path: where, headers, sent, bytes, schema, status } = exchange;
      if (schema !== null) {
        const present = (wireSchemas as Readonly<Record<string, z.ZodType>>)[schema];
        expect(present?.safeParse(sent).error?.issues ?? [], schema).toEqual([]);
      }
      const body = sent === undefined ? null : bytes ? Buffer.from(String(sent), 'base64') : JSON.stringify(sent);
      const response = await fetch(`${repository.url}${where}`, {
        method,
        headers: { authorization: `Bearer ${testOffice.accessKey}`, ...headers },
        ...(body === null ? {} : { body: typeof body === 'string' ? body : new Uint8Array(body) }),
      });
      const text = await response.text();
      expect(response.status, text).toBe(status);
      const name = answerName(recording, exchange, status);
      if (name === null) return;
      const then = schemaThen(recording, name);
      const parsed = then.safeParse(JSON.parse(text));
      expect(parsed.error?.issues ?? [], `${name}: ${text.slice(0, 300)}`).toEqual([]);
    },
  );

  it.each(recording.exchanges.map((exchange, at) => [at, `${exchange.method} ${exchange.path}`, exchange] as const))(
    '%i: its repository is understood by the present workstation (%s)',
    (_at, _what, exchange) => {
      const name = answerName(recording, exchange, exchange.status);
      if (name === null) return;
      const present = (wireSchemas as Readonly<Record<string, z.ZodType>>)[name];
      expect(present?.safeParse(exchange.answer).error?.issues ?? [], name).toEqual([]);
    },
  );

  it('has schemas that can say no', () => {
    const then = schemaThen(recording, 'Capabilities');
    const { answer } = recording.exchanges[0]!;
    expect(then.safeParse(answer).success).toBe(true);
    expect(then.safeParse({ ...(answer as object), more: 1 }).success).toBe(false);
  });
});
