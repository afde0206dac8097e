/**
 * Writes docs/openapi.json, the repository's protocol as OpenAPI 3.1, and the types that openapi-typescript reads out of it. Run it
 * after a change of the wire: `node tools/openapi.ts`. A test says when it was forgotten.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import openapiTS, { astToString } from 'openapi-typescript';
import { format, resolveConfig } from 'prettier';
import { openApiDocument } from '../src/contract/openapi/document.ts';

const root = join(import.meta.dirname, '..');
export const documentPath = join(root, 'docs', 'openapi.json');
export const typesPath = join(root, 'test', 'contract', 'openapi-types.ts');

/** What has to stand in both files. */
export async function generate(): Promise<{ document: string; types: string }> {
  const text = JSON.stringify(openApiDocument());
  const types = astToString(await openapiTS(text));
  const note = '// Made by tools/openapi.ts out of docs/openapi.json: not to be written by hand.\n';
  const style = await resolveConfig(documentPath);
  return {
    document: await format(text, { ...style, filepath: documentPath }),
    types: await format(note + types, { ...style, filepath: typesPath }),
  };
}

if (import.meta.main) {
  const { document, types } = await generate();
  writeFileSync(documentPath, document);
  writeFileSync(typesPath, types);
}
