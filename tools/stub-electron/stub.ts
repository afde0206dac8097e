import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { writeZip } from './zip.ts';

// What @electron/fuses looks for in a binary: a sentinel, the version of the list, its length, and a state for each fuse.
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const FUSES = 9;

/** The stand-in for Electron's executable: does nothing but carry the fuses, all off, as text. */
export function stubExecutable(): Uint8Array {
  const wire = Buffer.concat([Buffer.from(SENTINEL), Buffer.from([1, FUSES]), Buffer.from('0'.repeat(FUSES))]);
  return Buffer.concat([
    Buffer.from(
      '#!/bin/sh\necho "This is not Electron: it stands in for it where packaging is tested." >&2\nexit 1\n# ',
    ),
    wire,
    Buffer.from('\n'),
  ]);
}

/**
 * Writes `electron-v<version>-<platform>-<arch>.zip` as the packager expects it in `electronZipDir`, so that packaging can be
 * tested where Electron cannot be fetched. What comes out of it is good for looking at, and cannot be started.
 */
export function writeStubElectron(folder: string, version: string, platform: string, arch: string): string {
  const text = (content: string): Uint8Array => Buffer.from(content);
  const zip = writeZip([
    {
      name: 'LICENSE',
      bytes: text('This archive stands in for Electron in tests and holds no part of it.\n'),
      mode: 0o644,
    },
    { name: 'LICENSES.chromium.html', bytes: text('<!doctype html><title>none</title>\n'), mode: 0o644 },
    { name: 'electron', bytes: stubExecutable(), mode: 0o755 },
    { name: 'chrome-sandbox', bytes: text('#!/bin/sh\nexit 1\n'), mode: 0o755 },
    { name: 'resources/default_app.asar', bytes: text(''), mode: 0o644 },
    { name: 'version', bytes: text(version), mode: 0o644 },
  ]);
  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `electron-v${version}-${platform}-${arch}.zip`);
  writeFileSync(file, zip);
  return file;
}
