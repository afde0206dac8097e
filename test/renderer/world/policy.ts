import type { PolicyReport } from '../../../src/contract/policy.ts';

const file = '/etc/fojas/policies.d/10-institucion.json';

/** A PC whose institution decided some things, recommends one, and mistyped another. */
export const decidedPolicy: PolicyReport = {
  settings: [
    { name: 'repository.url', value: 'https://repositorio.ejemplo.invalid/', level: 'machine', place: file },
    { name: 'drivers.onlyListed', value: true, level: 'machine', place: file },
    { name: 'updates.mode', value: 'system', level: 'program', place: null },
    { name: 'line.quiet', value: ['08:00-14:00=256', '20:00-06:00=none'], level: 'office', place: null },
    { name: 'signing.level', value: 'LTA', level: 'recommended', place: '/etc/fojas/recommended.d/10.json' },
    { name: 'desk.language', value: 'es-AR', level: 'machine', place: file },
    { name: 'logs.days', value: 30, level: 'program', place: null },
  ],
  troubles: [{ kind: 'unknownName', place: file, name: 'updates.rings', detail: '' }],
};
