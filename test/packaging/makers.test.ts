import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { appxManifest } from '../../tools/packaging/appx-manifest.ts';
import { MakerSystemMsix } from '../../tools/packaging/maker-msix.ts';

const publisher = 'CN=Poder Judicial de Ejemplo, O=Institución, C=AR';

it('the package for Windows names its publisher as the certificate does, and takes the links', () => {
  const manifest = appxManifest({ version: '1.2.3', publisher, arch: 'arm64' });
  expect(manifest).toContain(`ProcessorArchitecture="arm64" Version="1.2.3.0" Publisher="${publisher}"`);
  expect(manifest).toContain('<PublisherDisplayName>Poder Judicial de Ejemplo</PublisherDisplayName>');
  expect(manifest).toContain('<uap:Protocol Name="fojas" />');
  // What the maker reads out of it.
  expect(/Executable="(.*?)"/s.exec(manifest)?.[1]).toBe('app\\fojas.exe');
  expect(/Publisher="(.*?)"/s.exec(manifest)?.[1]).toBe(publisher);
  const open: string[] = [];
  for (const [, close, name, alone] of manifest
    .replace(/<\?.*?\?>/, '')
    .matchAll(/<(\/?)([\w:]+)(?:\s[^<>]*?)?(\/?)>/g)) {
    if (close) expect(open.pop()).toBe(name);
    else if (!alone) open.push(name!);
  }
  expect(open).toEqual([]);
});

it.each([
  ['1.2', publisher, /not a version/],
  ['1.2.3', '', /publisherName is missing/],
  ['1.2.3', 'CN="A", O=B', /not a plain value/],
] as const)('%s by “%s” is not packaged', (version, named, error) => {
  expect(() => appxManifest({ version, publisher: named, arch: 'x64' })).toThrow(error);
});

it('without a publisher there is no package at all', async () => {
  const makeDir = mkdtempSync(path.join(os.tmpdir(), 'fojas-makers-'));
  onTestFinished(() => rmSync(makeDir, { recursive: true, force: true }));
  const maker = new MakerSystemMsix('');
  await maker.prepareConfig('x64');
  const options = { dir: makeDir, makeDir, targetArch: 'x64', packageJSON: { version: '1.2.3' }, appName: 'fojas' };
  await expect(maker.make(options as never)).rejects.toThrow(/publisherName is missing/);
  // Only Windows has what it takes: elsewhere Forge leaves it out by itself.
  expect(maker.isSupportedOnCurrentPlatform()).toBe(process.platform === 'win32');
});
