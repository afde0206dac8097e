/** The programs that sync is measured beside: rclone of Debian, tus and PouchDB of npm, kept outside the checkout like the oracles. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { must, oraclesFolder } from '../../test/oracles/install.ts';

const packages = [
  'pouchdb@9.0.0',
  'express-pouchdb@4.2.0',
  'express@4.21.2',
  '@tus/server@2.4.5',
  '@tus/file-store@2.1.1',
  'tus-js-client@4.3.1',
];

/** The folder that has them, installed once. */
export function installLinePeers(): string {
  const hash = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16);
  const folder = join(oraclesFolder(), `line-peers-${hash}`);
  if (!existsSync(join(folder, 'complete'))) {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'package.json'), '{"private": true}\n');
    must('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', '--loglevel=error', ...packages]);
    writeFileSync(join(folder, 'complete'), '');
  }
  return folder;
}

export const peerNames = ['rclone', 'tus', 'PouchDB'] as const;
export type PeerName = (typeof peerNames)[number];
