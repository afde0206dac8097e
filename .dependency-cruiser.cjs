// Who may import whom (docs/architecture.md). Each room lists what it may reach; everything else is refused.
const room = (name) => `^src/${name}/`;
const only = (name, allowed, modules = []) => ({
  name: `${name}-imports`,
  comment: `src/${name} may import only: itself, ${[...allowed, ...modules].join(', ') || 'nothing else'}`,
  severity: 'error',
  from: { path: room(name) },
  to: {
    // Data that comes with the program is nobody's code.
    pathNot: [room(name), '^resources/', ...allowed.map(room), ...modules.map((m) => `node_modules/${m}/`)],
    dependencyTypesNot: ['core'],
  },
});
const noCore = (name) => ({
  name: `${name}-no-node`,
  severity: 'error',
  from: { path: room(name) },
  to: { dependencyTypes: ['core'] },
});
const onlyIn = (module, where) => ({
  name: `${module}-only-in-its-rooms`,
  severity: 'error',
  from: { path: '^src/', pathNot: where },
  to: { path: `node_modules/${module}/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: { path: '^src/' }, to: { circular: true } },
    {
      name: 'nobody-imports-main',
      severity: 'error',
      from: { path: '^src/', pathNot: room('main') },
      to: { path: room('main') },
    },
    { name: 'unresolved', severity: 'error', from: {}, to: { couldNotResolve: true } },
    only('contract', [], ['zod']),
    noCore('contract'),
    only('signature', [], ['@noble/curves', '@noble/hashes', 'harfbuzzjs', 'uqr']),
    only('paper', ['signature'], ['@myriaddreamin/typst-ts-web-compiler', 'pdf-lib', 'uqr']),
    only('release', ['contract', 'updates'], ['zod', '@aws-sdk/client-s3']),
    only('updates', ['contract'], ['tuf-js', 'zod']),
    only('policy', ['contract'], ['zod']),
    onlyIn('tuf-js', '^src/updates/'),
    only('public', []),
    noCore('public'),
    only('parcel', ['contract'], ['age-encryption']),
    only('proof', ['contract', 'signature']),
    only('line', ['contract', 'signature'], ['undici']),
    only(
      'casework',
      ['contract', 'line', 'paper', 'parcel', 'proof', 'signature'],
      ['better-sqlite3-multiple-ciphers', 'bonjour-service', 'mammoth', 'nspell', 'pdfjs-dist', 'undici'],
    ),
    only('token-host', ['contract'], ['pkcs11js', 'node-forge', 'koffi']),
    only(
      'repository',
      ['contract', 'line', 'signature', 'parcel', 'proof'],
      [
        'fastify',
        'better-sqlite3-multiple-ciphers',
        'bonjour-service',
        'pg',
        '@types/pg',
        '@aws-sdk/client-s3',
        'jose',
        'prom-client',
        'undici',
      ],
    ),
    only('diagnostics', ['contract']),
    only('main', ['contract', 'diagnostics', 'policy', 'updates'], ['electron', 'electron-updater']),
    only('preload', [], ['electron']),
    noCore('preload'),
    noCore('renderer'),
    {
      name: 'renderer-contract-types',
      severity: 'error',
      from: { path: room('renderer') },
      to: { path: '^src/(?!renderer/|contract/)' },
    },
    {
      name: 'cli-imports',
      severity: 'error',
      from: { path: room('cli') },
      to: { path: '^src/(main|preload|renderer)/' },
    },
    onlyIn('electron', '^src/(main|preload)/'),
    onlyIn('pkcs11js', '^src/token-host/'),
    onlyIn('koffi', '^src/token-host/readers/pcsc/'),
    onlyIn(
      'better-sqlite3-multiple-ciphers',
      '^src/(casework/(store|casefile|journal)|repository/(register|office|raising|drafts|joint|log|entries|people))/',
    ),
    onlyIn('pg', '^src/repository/register/postgres/'),
    onlyIn('@aws-sdk', '^src/(repository/blobs/s3|release)/'),
    onlyIn('prom-client', '^src/repository/running/'),
    onlyIn('react', '^src/renderer/'),
    onlyIn('jose', '^src/(casework/enrolment|repository/people)/'),
    onlyIn('openid-client', '^src/casework/enrolment/'),
    onlyIn('age-encryption', '^src/parcel/'),
    onlyIn('@myriaddreamin', '^src/paper/'),
    onlyIn('pdf-lib', '^src/paper/'),
    onlyIn('mammoth', '^src/casework/writing/'),
    onlyIn('nspell', '^src/casework/writing/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
