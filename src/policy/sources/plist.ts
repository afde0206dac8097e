/**
 * Reads a property list in XML (Apple's PropertyList-1.0.dtd) whose root is a dictionary: text, whole numbers, yes and no, lists of
 * text. Any other kind of value is kept as null, which no setting takes. Null where it is no such list.
 */
export function readPlist(xml: string): Record<string, unknown> | null {
  const tokens = [
    ...xml
      .replaceAll(/<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>]*>/g, '')
      .matchAll(/<(\/?)(\w+)[^>]*?(\/?)>([^<]*)/g),
  ];
  const reader = new Reader(
    tokens.map(([, close, name, alone, text]) => ({
      name: name!,
      close: close !== '',
      alone: alone !== '',
      text: text!,
    })),
  );
  if (reader.next()?.name !== 'plist') return null;
  const root = reader.value();
  return typeof root === 'object' && root !== null && !Array.isArray(root) ? (root as Record<string, unknown>) : null;
}

interface Tag {
  readonly name: string;
  readonly close: boolean;
  readonly alone: boolean;
  readonly text: string;
}

class Reader {
  readonly #tags: readonly Tag[];
  #at = 0;

  constructor(tags: readonly Tag[]) {
    this.#tags = tags;
  }

  next(): Tag | undefined {
    return this.#tags[this.#at++];
  }

  value(): unknown {
    const tag = this.next();
    if (tag === undefined || tag.close) return null;
    const { name, alone, text } = tag;
    if (name === 'true' || name === 'false') {
      if (!alone) this.next();
      return name === 'true';
    }
    if (name === 'dict') return alone ? {} : this.#dictionary();
    if (name === 'array') return alone ? [] : this.#list();
    if (!alone) this.next();
    if (name === 'string') return unescape(text);
    return name === 'integer' && /^\s*-?\d+\s*$/.test(text) ? Number(text) : null;
  }

  #dictionary(): Record<string, unknown> {
    const members: [string, unknown][] = [];
    for (let tag = this.next(); tag !== undefined && !tag.close; tag = this.next()) {
      // Its own end comes before the value.
      if (!tag.alone) this.next();
      members.push([unescape(tag.text), this.value()]);
    }
    return Object.fromEntries(members);
  }

  #list(): unknown[] {
    const entries: unknown[] = [];
    for (let tag = this.#tags[this.#at]; tag !== undefined && !tag.close; tag = this.#tags[this.#at])
      entries.push(this.value());
    this.next();
    return entries;
  }
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const unescape = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|(\w+));/g, (whole, ten, sixteen, name) =>
    ten || sixteen
      ? fromCode(ten ? Number(ten) : Number.parseInt(String(sixteen), 16), whole)
      : (entities[String(name)] ?? whole),
  );

const fromCode = (code: number, otherwise: string): string =>
  code <= 0x10ffff ? String.fromCodePoint(code) : otherwise;
