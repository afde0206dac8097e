/** What of a text tells in which format it must be written. Without zod: the window asks this too, and evaluates nothing. */
interface Told {
  readonly paragraphs: readonly {
    readonly style?: unknown;
    readonly depth?: unknown;
    readonly section?: unknown;
    readonly marks?: unknown;
  }[];
  readonly template?: unknown;
}

/** The least format that says all of a text: plain words stay readable to whoever knows no other. */
export function draftFormat({ paragraphs, template }: Told): 1 | 2 {
  const isPlain = ({ style, depth, section, marks }: Told['paragraphs'][number]): boolean =>
    style === undefined && depth === undefined && section === undefined && marks === undefined;
  return template === undefined && paragraphs.every(isPlain) ? 1 : 2;
}
