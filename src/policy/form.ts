import { z } from 'zod';
import { Policy, type PolicyForm, type PolicyName } from '../contract/policy.ts';

/** What a registry value of 32 bits holds with its sign. */
const mostOfAll = 2 ** 31 - 1;

/** The form of a setting, read off its schema. */
export function formOf(name: PolicyName): PolicyForm {
  const schema = z.toJSONSchema(Policy.shape[name]);
  switch (schema.type) {
    case 'boolean':
      return { kind: 'flag' };
    case 'integer':
      return { kind: 'number', least: schema.minimum ?? 0, most: Math.min(schema.maximum ?? mostOfAll, mostOfAll) };
    case 'array':
      return { kind: 'list', most: schema.maxItems ?? 100 };
    default:
      return schema.enum ? { kind: 'choice', options: schema.enum.map(String) } : { kind: 'text' };
  }
}
