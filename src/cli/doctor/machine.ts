/** What the doctor asks of the machine: Node, cryptography, disk. Facts only; casework/doctor judges them. */
import { statfs } from 'node:fs/promises';
import process from 'node:process';
import type { MachineFacts } from '../../casework/doctor/facts.ts';
import { cryptoSelfTest } from '../../signature/index.ts';
import { leastNode, nodeIsEnough } from '../node-version.ts';

/** @param folder where data is kept */
export async function machineFacts(folder: string): Promise<MachineFacts> {
  const node = process.versions.node;
  const test = cryptoSelfTest();
  return {
    ...{ node, leastNode: String(leastNode), nodeIsEnough: nodeIsEnough(node) },
    missingCrypto: test.kind === 'ok' ? [] : test.primitives,
    disk: { folder, freeBytes: await freeBytes(folder) },
  };
}

async function freeBytes(folder: string): Promise<number | null> {
  try {
    const { bavail, bsize } = await statfs(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}
