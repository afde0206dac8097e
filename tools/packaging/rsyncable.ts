import { execFileSync } from 'node:child_process';
import { closeSync, openSync, readSync, writeSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const magic = '!<arch>\n';

/**
 * Packs a .deb that was made without compression (`dpkg-deb -Znone`) with `gzip --rsyncable`: a change in one file changes the packed bytes
 * around it and no others, so that PCs fetch the blocks that differ (src/updates/blocks.ts). The same input gives the same bytes.
 */
export async function packRsyncable(plain: string, packed: string, date: number): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'fojas-deb-'));
  try {
    const from = openSync(plain, 'r');
    writeFileSync(packed, magic);
    for (const { name, at, size } of membersOf(from)) {
      const member = path.join(folder, name);
      await copyRange(from, at, size, member);
      if (!name.endsWith('.tar')) await addMember(packed, name, member, date);
      else {
        const out = openSync(`${member}.gz`, 'w');
        execFileSync('gzip', ['-6', '-n', '--rsyncable', '-c', member], { stdio: ['ignore', out, 'inherit'] });
        closeSync(out);
        await addMember(packed, `${name}.gz`, `${member}.gz`, date);
      }
    }
    closeSync(from);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Member {
  readonly name: string;
  readonly at: number;
  readonly size: number;
}

/** The members of an archive (deb(5): the format of ar, names of up to 16 letters). */
function membersOf(file: number): Member[] {
  const members: Member[] = [];
  const header = Buffer.alloc(60);
  for (let at = magic.length; readSync(file, header, 0, 60, at) === 60;) {
    const name = header.toString('latin1', 0, 16).trim().replace(/\/$/, '');
    const size = Number(header.toString('latin1', 48, 58).trim());
    if (header.toString('latin1', 58, 60) !== '`\n' || !Number.isSafeInteger(size))
      throw new Error('not an archive of ar');
    members.push({ name, at: at + 60, size });
    at += 60 + size + (size % 2);
  }
  return members;
}

const chunk = 1 << 20;

async function copyRange(from: number, at: number, size: number, file: string): Promise<void> {
  const out = openSync(file, 'w');
  const buffer = Buffer.alloc(chunk);
  for (let done = 0; done < size;) {
    const read = readSync(from, buffer, 0, Math.min(chunk, size - done), at + done);
    if (read === 0) throw new Error('the archive ends early');
    writeSync(out, buffer, 0, read);
    done += read;
  }
  closeSync(out);
}

async function addMember(archive: string, name: string, file: string, date: number): Promise<void> {
  const { size } = await stat(file);
  const header = [
    name.padEnd(16),
    String(date).padEnd(12),
    '0'.padEnd(6),
    '0'.padEnd(6),
    '100644'.padEnd(8),
    String(size).padEnd(10),
    '`\n',
  ].join('');
  const out = openSync(archive, 'a');
  const from = openSync(file, 'r');
  writeSync(out, header);
  const buffer = Buffer.alloc(chunk);
  for (let read = readSync(from, buffer, 0, chunk, null); read > 0; read = readSync(from, buffer, 0, chunk, null))
    writeSync(out, buffer, 0, read);
  if (size % 2 === 1) writeSync(out, '\n');
  closeSync(from);
  closeSync(out);
}
