import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { callRights, mayCall } from '../../src/contract/call-rights.ts';
import { calls } from '../../src/contract/calls.ts';
import { Role } from '../../src/contract/config.ts';
import {
  Action,
  isAttested,
  isIntake,
  matrix,
  may,
  maySee,
  mightEver,
  openUpTo,
} from '../../src/contract/permissions.ts';

const subject = fc.record(
  {
    assigned: fc.boolean(),
    designated: fc.boolean(),
    actType: fc.constantFrom('nota actuarial', 'denuncia', 'auto', 'resolución', 'providencia simple', ''),
    own: fc.boolean(),
    incoming: fc.boolean(),
    health: fc.boolean(),
  },
  { requiredKeys: [] },
);
const roles = fc.constantFrom(...Role.options);
const actions = fc.constantFrom(...Action.options);

/** The matrix once more, as the regulation's table says it: m, s, c, a, i, u. `+` yes, `-` no, `?` under a condition. */
const table: Record<Action, string> = {
  seeIndex: '++++-+',
  seeOpen: '++++--',
  seeReserved: '++?---',
  seeSecret: '??----',
  draft: '+++?--',
  openCase: '++++--',
  sendToReview: '+++?--',
  returnActs: '++----',
  vouch: '++?---',
  sign: '++?---',
  signBatch: '++----',
  signElectronically: '++??--',
  setConfidentiality: '+-----',
  setFlags: '+++---',
  incorporate: '+++?--',
  withdraw: '++??--',
  notify: '+++---',
  moveCase: '+-----',
  takeEvidence: '++++--',
  certifyCopy: '++?---',
  configure: '----+-',
  setCalendars: '-+--+-',
  readLog: '?+???+',
  breakGlass: '++----',
};

describe('the permission matrix', () => {
  it.each(Action.options)('%s: each role has it, has it under a condition, or has it not', (action) => {
    Role.options.forEach((role, at) => {
      const sign = table[action][at];
      expect(mightEver(role, action), role).toBe(sign !== '-');
      expect(may({ role }, action), role).toBe(sign === '+');
    });
  });

  it('gives what is forbidden to nobody, whatever is said of the thing', () => {
    fc.assert(
      fc.property(roles, actions, subject, fc.boolean(), (role, action, given, validator) => {
        if (table[action][Role.options.indexOf(role)] === '-') return !may({ role, validator }, action, given);
        return true;
      }),
      { numRuns: 2000 },
    );
  });

  it('grants no more when less is known of the thing', () => {
    fc.assert(
      fc.property(
        roles,
        actions,
        subject,
        (role, action, given) => !may({ role }, action) || may({ role }, action, given),
      ),
    );
  });

  it('keeps IT and the auditor from every content, and the auditor from every signature', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5 }), subject, (level, given) =>
        (['itAdmin', 'auditor'] as const).every(
          (role) => !maySee({ role, validator: true }, level, given) && !may({ role, validator: true }, 'sign', given),
        ),
      ),
    );
  });

  it('shows less the more confidential a thing is, and level 5 to whom it names alone', () => {
    fc.assert(
      fc.property(roles, fc.integer({ min: 0, max: 4 }), subject, (role, level, given) => {
        if (maySee({ role }, level + 1, given)) expect(maySee({ role }, level, given)).toBe(true);
        if (maySee({ role }, 5, given)) expect(given.designated).toBe(true);
      }),
    );
    expect(Role.options.map((role) => openUpTo(role))).toEqual([3, 3, 1, 1, -1, -1]);
    expect(maySee({ role: 'clerk' }, 3, { assigned: true })).toBe(true);
    expect(maySee({ role: 'clerk' }, 4, { designated: true })).toBe(false);
    expect(maySee({ role: 'magistrate' }, 5, { assigned: true })).toBe(false);
  });

  it('knows the acts of the counter and those that are attested by their names', () => {
    expect(['Denuncia', 'Nota actuarial', 'digitalización certificada', 'Constancia'].every(isIntake)).toBe(true);
    expect(['notable', 'auto', 'denunciado', ''].some(isIntake)).toBe(false);
    expect(isAttested('Certificación de copias') && !isAttested('denuncia')).toBe(true);
    expect(matrix.sign.clerk).toBe('attested');
  });
});

describe('the calls of the office', () => {
  it('each have a right, and answer nobody who has it not', () => {
    expect(Object.keys(callRights).sort()).toEqual(Object.keys(calls).sort());
    expect(mayCall('auditor', 'signing.start')).toBe(false);
    expect(mayCall('auditor', 'cases.index')).toBe(true);
    expect(mayCall('itAdmin', 'cases.index')).toBe(false);
    expect(mayCall('itAdmin', 'doctor.run')).toBe(true);
    expect(mayCall('auxiliary', 'acts.return')).toBe(false);
  });
});
