import type { z } from 'zod';

const texts = [
  'x',
  '123e4567-e89b-42d3-a456-426614174000',
  'a'.repeat(64),
  '2026-11-22T12:00:00.000Z',
  '2026-11-22',
  'https://ejemplo.invalid/',
  '/nowhere/file.pdf',
  '1.2.3',
  'una razón de más de diez letras',
  'AAAA',
];
const numbers = [1, 0, 5, 100, 2026];

/** A value that fits a schema of the contract, or junk of its kind where none of ours does. */
export function fitting(schema: z.ZodType, depth = 0): unknown {
  const { def } = schema as unknown as { def: { type: string } & Record<string, unknown> };
  const inner = (name: string): unknown => fitting(def[name] as z.ZodType, depth + 1);
  const first = (tries: readonly unknown[]): unknown => tries.find((one) => schema.safeParse(one).success) ?? tries[0];
  switch (def.type) {
    case 'object': {
      const shape = def['shape'] as Record<string, z.ZodType>;
      return Object.fromEntries(Object.entries(shape).map(([name, one]) => [name, fitting(one, depth + 1)]));
    }
    case 'string':
      return first(texts);
    case 'number':
    case 'int':
      return first(numbers);
    case 'boolean':
      return true;
    case 'null':
      return null;
    case 'enum':
      return Object.values(def['entries'] as object)[0];
    case 'literal':
      return (def['values'] as unknown[])[0];
    case 'array':
      return depth > 6 ? [] : first([[inner('element')], []]);
    case 'record':
      return {};
    case 'union':
      return first((def['options'] as z.ZodType[]).map((one) => fitting(one, depth + 1)));
    case 'nullable':
    case 'optional':
    case 'default':
    case 'prefault':
    case 'readonly':
      return inner('innerType');
    case 'pipe':
      return inner('in');
    case 'custom':
      return new Uint8Array([37, 80, 68, 70]);
    default:
      return undefined;
  }
}

/** What nobody should send. */
export const junk: readonly unknown[] = [
  ...[undefined, null, 0, -1, Number.NaN, 1e308, true, '', 'x', '\0', '../../etc/passwd', 'Ñ'.repeat(5000)],
  ...[
    [],
    [[]],
    {},
    { __proto__: null },
    { constructor: 1 },
    { toString: 'x' },
    new Uint8Array(3),
    new Map(),
    new Date(0),
  ],
  JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  { actId: { $ne: null } },
];
