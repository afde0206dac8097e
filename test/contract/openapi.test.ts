import { Validator } from '@seriousme/openapi-schema-validator';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { z } from 'zod';
import { openApiDocument } from '../../src/contract/openapi/document.ts';
import { operations } from '../../src/contract/openapi/operations.ts';
import type { wireSchemas } from '../../src/contract/openapi/schemas.ts';
import { documentPath, generate, typesPath } from '../../tools/openapi.ts';
import { repositoryFolder, send, startRepository } from '../helpers/repository.ts';
import type { components } from './openapi-types.ts';

type Documented = components['schemas'];
type Wire = typeof wireSchemas;

/**
 * Held by the compiler: what the client sends or the repository answers is what the document says, and what the document allows is what
 * both take in. A name that is missing on either side does not compile.
 */
type Unsaid = {
  [Name in keyof Wire]: OnTheLine<z.output<Wire[Name]>> extends Documented[Name] ? never : Name;
}[keyof Wire];

type Untaken = { [Name in keyof Wire]: Documented[Name] extends z.input<Wire[Name]> ? never : Name }[keyof Wire];
/** As JSON carries it: what is undefined is left out. */
type OnTheLine<T> = T extends string | number | boolean | null
  ? T
  : { [K in keyof T]: OnTheLine<Exclude<T[K], undefined>> };
type Disagreement = Unsaid | Untaken | Exclude<keyof Documented, keyof Wire>;
const agreement: [Disagreement] extends [never] ? 'agreed' : Disagreement = 'agreed';

describe('the OpenAPI document', () => {
  it('is the one that the schemas make now, and so are the types made of it', async () => {
    expect(agreement).toBe('agreed');
    const made = await generate();
    const hint = 'run `node tools/openapi.ts`';
    expect(readFileSync(documentPath, 'utf8') === made.document, hint).toBe(true);
    expect(readFileSync(typesPath, 'utf8') === made.types, hint).toBe(true);
  });

  it('is OpenAPI 3.1 to an independent validator', async () => {
    const verdict = await new Validator().validate(openApiDocument());
    expect(verdict).toMatchObject({ valid: true });
    const spoilt = { ...openApiDocument(), paths: { nowhere: { get: 1 } } };
    expect(await new Validator().validate(spoilt)).toMatchObject({ valid: false });
  });

  it('names every address that the repository answers, and no other', () => {
    const folder = join(import.meta.dirname, '..', '..', 'src', 'repository');
    const source = readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .join('\n')
      .replaceAll('(openDoor', "('/v1/office'");
    const found = [...source.matchAll(/\b\w+\.(get|head|put|post|patch|delete)\(\s*'(\/v1\/[^']*)'/g)];
    const routes = found.map(([, method, path]) => `${method} ${path!.replace(/:(\w+)/g, '{$1}')}`);
    expect(operations.map(({ method, path }) => `${method} ${path}`).sort()).toEqual([...new Set(routes)].sort());
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('is served by the repository', async () => {
    const folder = repositoryFolder();
    const repository = await startRepository(folder.dir);
    onTestFinished(async () => {
      await repository.close();
      folder.remove();
    });
    expect(await (await send(repository, 'GET', '/v1/openapi.json')).json()).toEqual(
      JSON.parse(JSON.stringify(openApiDocument())),
    );
  });
});
