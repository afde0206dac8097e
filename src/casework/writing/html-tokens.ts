/** What HTML is made of, as far as a text wants to know. Names are lower case; `style` and `class` are the only attributes kept. */
export type HtmlToken =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'open'; readonly name: string; readonly style: string; readonly className: string }
  | { readonly kind: 'close'; readonly name: string };

/** Elements whose content is no text of a person. */
const unseen = new Set(['style', 'script', 'head', 'title', 'xml', 'template', 'noscript', 'object', 'svg', 'math']);

/**
 * Cuts HTML into tokens, in one pass over it: comments (and with them what Word hides in conditional ones), declarations and unseen elements
 * are left out. Never throws: what is no markup is text.
 */
export function* htmlTokens(html: string): Generator<HtmlToken> {
  let at = 0;
  let hidden: string | null = null;
  while (at < html.length) {
    const open = html.indexOf('<', at);
    if (open !== at) {
      const end = open < 0 ? html.length : open;
      if (hidden === null) yield { kind: 'text', text: decoded(html.slice(at, end)) };
      at = end;
      continue;
    }
    if (html.startsWith('<!--', at)) {
      const end = html.indexOf('-->', at + 4);
      at = end < 0 ? html.length : end + 3;
      continue;
    }
    const close = endOfTag(html, at);
    if (close < 0) return;
    const tag = /^<(\/?)([a-z][a-z0-9:-]*)/i.exec(html.slice(at, Math.min(close, at + 80)));
    const inner = html.slice(at + 1, close);
    at = close + 1;
    if (!tag) continue;
    const name = tag[2]!.toLowerCase();
    if (hidden !== null) {
      if (tag[1] === '/' && name === hidden) hidden = null;
      continue;
    }
    if (tag[1] === '/') yield { kind: 'close', name };
    else if (unseen.has(name)) hidden = inner.endsWith('/') ? null : name;
    else {
      yield { kind: 'open', name, style: attribute(inner, 'style'), className: attribute(inner, 'class') };
      if (inner.endsWith('/')) yield { kind: 'close', name };
    }
  }
}

/** The place of the `>` that ends the tag at `at`, quoted ones left out; -1 where none does. */
function endOfTag(html: string, at: number): number {
  let quote = '';
  for (let place = at + 1; place < html.length; place += 1) {
    const character = html[place]!;
    if (quote !== '') {
      if (character === quote) quote = '';
    } else if (character === '>') return place;
    else if ((character === '"' || character === "'") && html[place - 1] === '=') quote = character;
  }
  return -1;
}

function attribute(tag: string, name: string): string {
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return decoded(found?.[1] ?? found?.[2] ?? found?.[3] ?? '').toLowerCase();
}

const named: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', shy: '', ensp: ' ', emsp: ' ', thinsp: ' ' },
  ...{ aacute: 'á', eacute: 'é', iacute: 'í', oacute: 'ó', uacute: 'ú', ntilde: 'ñ', uuml: 'ü', ccedil: 'ç' },
  ...{ Aacute: 'Á', Eacute: 'É', Iacute: 'Í', Oacute: 'Ó', Uacute: 'Ú', Ntilde: 'Ñ', Uuml: 'Ü', Ccedil: 'Ç' },
  ...{ iquest: '¿', iexcl: '¡', laquo: '«', raquo: '»', ldquo: '“', rdquo: '”', lsquo: '‘', rsquo: '’' },
  ...{ ndash: '–', mdash: '—', hellip: '…', ordm: 'º', ordf: 'ª', deg: '°', sect: '§', euro: '€', bull: '•' },
  ...{ middot: '·', atilde: 'ã', otilde: 'õ', acirc: 'â', ecirc: 'ê', ocirc: 'ô', agrave: 'à', frac12: '½' },
};

function decoded(text: string): string {
  return text.replace(
    /&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|([a-z0-9]{2,10}));/gi,
    (whole, hex?: string, dec?: string, name?: string) => {
      if (name !== undefined) return named[name] ?? whole;
      const code = hex === undefined ? Number(dec) : Number.parseInt(hex, 16);
      const isCharacter = code > 0x1f && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
      return isCharacter ? String.fromCodePoint(code).replace(' ', ' ') : ' ';
    },
  );
}
