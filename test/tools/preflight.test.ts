import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { describe, expect, it } from 'vitest';

interface Facts {
  stage: 'install' | 'start' | 'test';
  node: string;
  npm: string | null;
  platform: string;
  arch: string;
  glibc: string | null;
  installed: boolean;
  compiled: boolean;
}
const { complaints } = createRequire(import.meta.url)('../../tools/preflight.cjs') as {
  complaints: (facts: Facts) => string[];
};

const good: Facts = {
  stage: 'start',
  node: '20.19.0',
  npm: '10.0.0',
  platform: 'linux',
  arch: 'x64',
  glibc: '2.34',
  installed: true,
  compiled: true,
};

describe('complaints', () => {
  it('has none about the least machine that will do', () => {
    expect(complaints(good)).toEqual([]);
    expect(complaints({ ...good, npm: null, node: 'v24.1.0', glibc: null })).toEqual([]);
    expect(complaints({ ...good, platform: 'win32', glibc: null })).toEqual([]);
  });

  it.each([
    [{ node: '20.18.3' }, /^Fojas needs Node 20\.19 .*this is Node 20\.18\.3: install/],
    [{ node: '12.22.0' }, /this is Node 12\.22\.0/],
    [{ npm: '9.9.4' }, /^Fojas needs npm 10 .*this is npm 9\.9\.4: run "npm install --global/],
    [{ platform: 'freebsd' }, /this is freebsd on x64/],
    [{ arch: 'ia32' }, /this is linux on ia32/],
    [{ glibc: '2.31' }, /glibc 2\.34 .*this one has 2\.31/],
    [{ glibc: 'another C library' }, /this one has another C library/],
    [{ installed: false }, /not installed yet: run "npm ci"/],
    [{ compiled: false }, /C\+\+ compiler.*"npm ci" again/],
  ])('says one plain sentence for %j', (change, sentence) => {
    const said = complaints({ ...good, ...change });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(sentence);
    expect(said[0]).not.toContain('\n');
  });

  it('does not ask for packages while they are being installed', () => {
    expect(complaints({ ...good, stage: 'install', installed: false, compiled: false })).toEqual([]);
  });
});

describe('the program', () => {
  const run = (agent: string) =>
    spawnSync(process.execPath, ['tools/preflight.cjs', 'install'], {
      encoding: 'utf8',
      env: { ...process.env, npm_config_user_agent: agent },
    });

  it('ends with 0 and says nothing on a good machine', () => {
    expect(run('npm/11.0.0 node/v20.19.0 linux x64')).toMatchObject({ status: 0, stdout: '', stderr: '' });
  });

  it('looks at the Node and the npm that npm itself runs on, and ends with 1', () => {
    const { status, stderr } = run('npm/9.1.0 node/v18.1.0 linux x64');
    expect(status).toBe(1);
    expect(stderr.trim().split('\n')).toHaveLength(2);
  });
});
