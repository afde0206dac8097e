import type { DraftMark, DraftParagraph, DraftStyle } from '../../contract/wire-drafts.ts';
import { type HtmlToken, htmlTokens } from './html-tokens.ts';

type Look = Readonly<Record<'bold' | 'italic' | 'underline', boolean>>;
const looks = ['bold', 'italic', 'underline'] as const;

interface Element {
  readonly name: string;
  readonly look: Look;
  /** Nothing below it is text of the person: what was struck out, Word's own bullets, notes of a reviewer. */
  readonly skipped: boolean;
  readonly struck: boolean;
  readonly bullet: boolean;
  readonly raised: boolean;
}

/** What stands raised and has a character of its own, which says the same in plain words: m², 1º. */
const raisedAs: ReadonlyMap<string, string> = new Map([
  ...[...'0123456789'].map((digit, n) => [digit, '⁰¹²³⁴⁵⁶⁷⁸⁹'.charAt(n)] as const),
  ...[...'oaOA'].map((letter, n) => [letter, 'ºªºª'.charAt(n)] as const),
]);
const raisedWords = (words: string): string => {
  const own = [...words].map((one) => raisedAs.get(one));
  return own.includes(undefined) ? words : own.join('');
};

const blocks = new Set([
  'p',
  'div',
  'h1',
  'h2',
  'h3',
  'h4',
  'h5',
  'h6',
  'li',
  'ul',
  'ol',
  'blockquote',
  'table',
  'tr',
  'td',
  'th',
  'pre',
  'section',
  'article',
  'hr',
]);
const empty = new Set([
  'br',
  'img',
  'hr',
  'meta',
  'link',
  'input',
  'col',
  'wbr',
  'base',
  'area',
  'embed',
  'source',
  'track',
]);
/** Deeper than any text of a person; what lies below is read as if it lay there. */
const deepest = 200;
const longestParagraph = 20_000;

/**
 * Another program's HTML as a draft's paragraphs: words, bold, italic, underline, headings, quotations, lists and tables. Fonts, colours,
 * links, images and what Word adds for itself are left out, and so is what was struck out, in whatever way. Raised digits stay raised. Takes time in proportion to its length. Pure.
 * @param ids new names for paragraphs.
 */
export const paragraphsFromHtml = (html: string, ids: () => string): DraftParagraph[] => readHtml(html, ids).paragraphs;

/** The same, with how many words were left out because they were struck out: whoever pastes them is told. */
export function readHtml(html: string, ids: () => string): { paragraphs: DraftParagraph[]; struck: number } {
  const reader = htmlReader(ids);
  for (const token of htmlTokens(html)) reader.take(token);
  return reader.end();
}

function htmlReader(ids: () => string): { take(token: HtmlToken): void; end(): ReturnType<typeof readHtml> } {
  /** What was struck out, with a space wherever something else stands between. */
  let struckOut = '';
  const done: DraftParagraph[] = [];
  const open: Element[] = [];
  const lists: ('item' | 'number')[] = [];
  let quotes = 0;
  let heading = false;
  /** A paragraph that Word says is of a list, and how deep. */
  let wordList: number | null = null;
  let bullet = '';
  let text = '';
  let marks: { kind: (typeof looks)[number]; from: number; to: number }[] = [];
  let rows: string[][] | null = null;
  let cell: string | null = null;

  const styleNow = (): { style?: DraftStyle; depth?: number } => {
    const level = wordList === null ? lists.length : wordList;
    if (level > 0) {
      const ordered =
        wordList === null ? lists.at(-1) === 'number' : /^\W*(\d+|[a-z]|[ivx]+)\s*[.)º°-]/i.test(bullet.trim());
      return { style: ordered ? 'number' : 'item', ...(level > 1 ? { depth: Math.min(level - 1, 3) } : {}) };
    }
    return heading ? { style: 'heading' } : quotes > 0 ? { style: 'quote' } : {};
  };
  const finish = (): void => {
    const lead = text.length - text.trimStart().length;
    const body = text.trim();
    const style = styleNow();
    for (let from = 0; from < body.length; from += longestParagraph) {
      const part = body.slice(from, from + longestParagraph);
      const own = style.style === 'heading' ? [] : marksWithin(marks, lead + from, part.length);
      done.push({ id: ids(), text: part, ...style, ...(own.length > 0 ? { marks: own } : {}) });
    }
    [text, marks, bullet, wordList] = ['', [], '', null];
  };
  const write = (words: string, look: Look): void => {
    if (cell !== null) {
      cell += words;
      return;
    }
    const spaced = text === '' || /\s$/.test(text) ? words.replace(/^ +/, '') : words;
    for (const kind of looks) {
      if (!look[kind] || spaced === '') continue;
      const last = marks.findLast((mark) => mark.kind === kind);
      if (last?.to === text.length) last.to += spaced.length;
      else marks.push({ kind, from: text.length, to: text.length + spaced.length });
    }
    text += spaced;
  };

  const opened = ({ name, style, className }: Extract<HtmlToken, { kind: 'open' }>): void => {
    const above = open.at(-1);
    const look = lookOf(name, style, above?.look ?? { bold: false, italic: false, underline: false });
    const isBullet = /mso-list:\s*ignore/.test(style) || above?.bullet === true;
    const skipped = above?.skipped === true || isSkipped(name, style, className);
    const struck = above?.struck === true || isStruck(name, style);
    const raised = above?.raised === true || name === 'sup' || /vertical-align:\s*super/.test(style);
    if (name === 'br' && !skipped) {
      if (cell === null) text = `${text.replace(/ +$/, '')}\n`;
      else cell += ' ';
    }
    if (blocks.has(name)) struckOut += ' ';
    if (blocks.has(name) && !skipped) beginBlock(name, style, className);
    if (!empty.has(name) && open.length < deepest) open.push({ name, look, skipped, struck, bullet: isBullet, raised });
  };
  const beginBlock = (name: string, style: string, className: string): void => {
    if (cell !== null && !['td', 'th', 'tr', 'table'].includes(name)) {
      cell += ' ';
      return;
    }
    // A list's item that begins with a paragraph of its own is one paragraph.
    if (text.trim() !== '') finish();
    if (name === 'ul' || name === 'ol') lists.push(name === 'ol' ? 'number' : 'item');
    if (name === 'blockquote') quotes += 1;
    if (/^h[1-6]$/.test(name) || /\bmso(title|heading\d?)\b/.test(className)) heading = true;
    const level = /mso-list:\s*l\d+\s+level(\d)/.exec(style);
    if (level) wordList = Number(level[1]);
    if (name === 'table' && rows === null) rows = [];
    if (name === 'tr') rows?.push([]);
    if ((name === 'td' || name === 'th') && rows) cell = '';
  };
  const closed = (name: string): void => {
    const at = open.findLastIndex((element) => element.name === name);
    const skipped = open[at]?.skipped === true;
    if (at >= 0) open.length = at;
    if (!blocks.has(name) || skipped || at < 0) return;
    if ((name === 'td' || name === 'th') && rows && cell !== null) {
      rows.at(-1)?.push(cell.replace(/\s+/g, ' ').trim());
      cell = null;
      return;
    }
    if (cell !== null) return;
    if (name === 'table' && rows) return endTable();
    if (name === 'tr') return;
    finish();
    if (name === 'ul' || name === 'ol') lists.pop();
    if (name === 'blockquote') quotes = Math.max(0, quotes - 1);
    if (/^(h[1-6]|p|div)$/.test(name)) heading = false;
  };
  const endTable = (): void => {
    const full = (rows ?? []).filter((row) => row.some((each) => each !== ''));
    rows = null;
    const columns = Math.max(0, ...full.map((row) => row.length));
    // One column is no table to a reader: Word frames a paragraph that way.
    if (columns < 2) for (const row of full) done.push({ id: ids(), text: row.join(' ').slice(0, longestParagraph) });
    else {
      const lines = full.map((row) => Array.from({ length: columns }, (_, n) => row[n] ?? '').join('\t'));
      for (const part of within(lines, longestParagraph)) done.push({ id: ids(), text: part, style: 'table' });
    }
  };

  return {
    take(token) {
      if (token.kind === 'open') opened(token);
      else if (token.kind === 'close') closed(token.name);
      else {
        const above = open.at(-1);
        struckOut += above?.struck === true ? token.text : ' ';
        if (above?.skipped === true) return;
        const plain = token.text.replace(/[\s\u200b\ufeff]+/g, ' ').replaceAll('\u00ad', '');
        const words = above?.raised === true ? raisedWords(plain) : plain;
        if (above?.bullet === true) bullet += words;
        else write(words, above?.look ?? { bold: false, italic: false, underline: false });
      }
    },
    end() {
      finish();
      return { paragraphs: done, struck: struckOut.split(/\s+/).filter(Boolean).length };
    },
  };
}

function lookOf(name: string, style: string, above: Look): Look {
  const weight = /(?:^|;)\s*font-weight:\s*([a-z0-9]+)/.exec(style)?.[1];
  const slant = /(?:^|;)\s*font-style:\s*([a-z]+)/.exec(style)?.[1];
  const line = /(?:^|;)\s*text-decoration(?:-line)?:\s*([a-z -]+)/.exec(style)?.[1];
  const bold = weight === undefined ? above.bold || name === 'b' || name === 'strong' : isBold(weight);
  return {
    bold,
    italic: slant === undefined ? above.italic || name === 'i' || name === 'em' : slant !== 'normal',
    underline: above.underline || name === 'u' || (line?.includes('underline') ?? false),
  };
}

const isBold = (weight: string): boolean => weight.startsWith('bold') || Number(weight) >= 600;

const isStruck = (name: string, style: string): boolean =>
  name === 'del' ||
  name === 's' ||
  name === 'strike' ||
  // The same, as others write it: what was struck out comes to life again if its line alone is lost.
  /text-decoration(-line)?:[^;]*line-through/.test(style);

const isSkipped = (name: string, style: string, className: string): boolean =>
  isStruck(name, style) ||
  /display:\s*none|mso-hide:\s*all|mso-element:\s*(comment|header|footer)|mso-special-character:\s*comment/.test(
    style,
  ) ||
  className.includes('msocomment');

/** The marks that lie between two places, told from the first of them. */
function marksWithin(marks: readonly DraftMark[], from: number, length: number): DraftMark[] {
  return marks
    .map((mark) => ({ ...mark, from: Math.max(0, mark.from - from), to: Math.min(length, mark.to - from) }))
    .filter((mark) => mark.from < mark.to)
    .slice(0, 500);
}

/** Lines in lots of at most so many characters; a longer one is cut. */
function within(lines: readonly string[], most: number): string[] {
  const lots: string[] = [];
  for (const line of lines.map((each) => each.slice(0, most))) {
    const last = lots.at(-1);
    if (last !== undefined && last.length + 1 + line.length <= most) lots[lots.length - 1] = `${last}\n${line}`;
    else lots.push(line);
  }
  return lots;
}
