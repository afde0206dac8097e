import { z } from 'zod';
import { Role } from '../../contract/config.ts';
import { defineCommand } from '../command.ts';
import { exitCodes } from '../exit-codes.ts';
import { failureOfSystem } from '../refusals.ts';
import { grantKey } from '../repository/access-keys.ts';

export const repositoryGrant = defineCommand('repository grant', {
  options: {
    dir: { type: 'string' },
    office: { type: 'string' },
    person: { type: 'string' },
    name: { type: 'string' },
    role: { type: 'string', multiple: true },
    validator: { type: 'boolean' },
  },
  values: z.object({
    dir: z.string().min(1),
    office: z.string().min(1),
    person: z.string().min(1).max(200),
    name: z.string().min(1).max(200),
    role: z.array(Role).min(1),
    validator: z.boolean().default(false),
  }),
  async run({ dir, office, person, name, role, validator }, _files, ui) {
    const roles = [...new Set(role)];
    try {
      const key = await grantKey(dir, office, { personId: person, name, roles, validator });
      ui.answer({ officeId: office, personId: person, name, roles, validator, key });
      ui.print(ui.words.cases.granted(name, roles.join(', ')));
      ui.print(key);
      ui.print(ui.words.cases.restart);
      return exitCodes.ok;
    } catch (error) {
      const failure = failureOfSystem(error, dir);
      if (failure === null) throw error;
      return ui.fail(failure);
    }
  },
});
