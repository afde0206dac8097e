import type { PolicyReport } from '../../../src/contract/policy.ts';

const file = '/etc/fojas/policies.d/10-institucion.json';

/** A PC whose institution decided some things, recommends one, and mistyped another. */
export const decidedPolicy: PolicyReport = {
  settings: [
    {
      name: 'repository.url',
      value: 'https://repositorio.ejemplo.invalid/',
      level: 'machine',
      place: file,
      form: { kind: 'text' },
    },
    { name: 'drivers.onlyListed', value: true, level: 'machine', place: file, form: { kind: 'flag' } },
    {
      name: 'updates.mode',
      value: 'system',
      level: 'program',
      place: null,
      form: { kind: 'choice', options: ['self', 'system'] },
    },
    {
      name: 'line.quiet',
      value: ['08:00-14:00=256', '20:00-06:00=none'],
      level: 'office',
      place: null,
      form: { kind: 'list', most: 20 },
    },
    {
      name: 'signing.level',
      value: 'LTA',
      level: 'recommended',
      place: '/etc/fojas/recommended.d/10.json',
      form: { kind: 'choice', options: ['B', 'T', 'LT', 'LTA'] },
    },
    {
      name: 'desk.language',
      value: 'es-AR',
      level: 'machine',
      place: file,
      form: { kind: 'choice', options: ['es-AR', 'en', 'pt-BR'] },
    },
    { name: 'logs.days', value: 30, level: 'program', place: null, form: { kind: 'number', least: 1, most: 365 } },
  ],
  waiting: [{ name: 'drivers.onlyListed', until: 'start' }],
  troubles: [{ kind: 'unknownName', place: file, name: 'updates.rings', detail: '' }],
};
