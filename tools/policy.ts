/**
 * Writes what comes from the schema of policy: the templates for IT in `resources/policy`, and `docs/policy.md`.
 *   node tools/policy.ts
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { page, templates } from '../src/policy/templates/index.ts';

const root = path.join(import.meta.dirname, '..');
const folder = path.join(root, 'resources', 'policy');
await rm(folder, { recursive: true, force: true });
for (const [name, text] of Object.entries(templates())) {
  await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
  await writeFile(path.join(folder, name), text);
}
await writeFile(path.join(root, 'docs', 'policy.md'), page());
console.log(`resources/policy (${Object.keys(templates()).length} files), docs/policy.md`);
