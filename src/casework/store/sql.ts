/** A statement as it is read in the code, and the values that go into it. Values never become text. */
export interface Sql {
  readonly text: string;
  readonly values: readonly SqlValue[];
}
export type SqlValue = string | number | null | Uint8Array;

/** Visible SQL: `` sql`select * from acts where act_id = ${id}` ``. An `Sql` inside another is spliced in with its values. */
export function sql(parts: TemplateStringsArray, ...inserts: readonly (SqlValue | Sql)[]): Sql {
  let text = parts[0] ?? '';
  const values: SqlValue[] = [];
  inserts.forEach((insert, index) => {
    if (isSql(insert)) {
      text += insert.text;
      values.push(...insert.values);
    } else {
      text += '?';
      values.push(insert);
    }
    text += parts[index + 1] ?? '';
  });
  return { text, values };
}

/** Joins conditions with `and`; none at all is `true`. */
export function allOf(conditions: readonly Sql[]): Sql {
  if (conditions.length === 0) return sql`true`;
  return {
    text: conditions.map((condition) => `(${condition.text})`).join(' and '),
    values: conditions.flatMap((condition) => condition.values),
  };
}

function isSql(value: SqlValue | Sql): value is Sql {
  return typeof value === 'object' && value !== null && 'text' in value;
}
