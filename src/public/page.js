import { words } from './words.js';

/**
 * What `POST /v/check` answers (contract/public-page.ts).
 * @typedef {{ kind: 'unknown' } | { kind: 'slip' } | {
 *   kind: 'known', type: string | null, registeredAt: string, repository: string, signers: string[] | null,
 *   certificates: string[] | null, electronic: boolean[] | null,
 *   files: { n: number, sha256: string }[], leaf: { index: number, size: number } | null }} Told
 */
/** @typedef {import('./words.js').Locale} Locale */
/** @typedef {Extract<Told, { kind: 'known' }>} Known */

/** @type {(id: string) => HTMLElement} */
const part = (id) => /** @type {HTMLElement} */ (document.getElementById(id));
const code = /** @type {HTMLInputElement} */ (part('code'));
const file = /** @type {HTMLInputElement} */ (part('file'));

/** @type {Locale} */
let locale = wished();
/** What stands on the page beside its frame: said again when the language changes. @type {() => void} */
let answer = () => undefined;
/** @type {() => void} */
let match = () => undefined;
/** @type {Known | null} */
let act = null;
let asked = 0;
/** Dropped before there was an act to compare it with. @type {File | null} */
let held = null;

/** @param {string} key @param {Record<string, string | number>} [facts] */
function say(key, facts = {}) {
  const text = words[locale][key] ?? key;
  return text.replaceAll(/\{(\w+)\}/g, (_, name) => String(facts[name] ?? ''));
}

/** @returns {Locale} */
function wished() {
  const [language] = navigator.language.toLowerCase().split('-');
  return language === 'pt' ? 'pt-BR' : language === 'en' ? 'en' : 'es-AR';
}

/** @param {string} tag @param {string} text @param {Record<string, string>} [attributes] */
function element(tag, text, attributes = {}) {
  const made = document.createElement(tag);
  made.textContent = text;
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/** @param {'ok' | 'bad' | 'wait'} tone @param {string} key @param {string} [more] */
function verdict(tone, key, more) {
  const said = [element('p', say(key), { class: 'verdict', 'data-tone': tone })];
  return more === undefined ? said : [...said, element('p', say(more))];
}

function speak() {
  document.documentElement.lang = locale;
  document.title = `${say('title')} — Fojas`;
  part('languages').setAttribute('aria-label', say('languages'));
  for (const said of document.querySelectorAll('[data-say]'))
    said.textContent = say(said.getAttribute('data-say') ?? '');
  for (const button of document.querySelectorAll('[data-locale]'))
    button.setAttribute('aria-pressed', String(button.getAttribute('data-locale') === locale));
  answer();
  match();
}

/** @param {() => HTMLElement[]} make */
function show(make) {
  answer = () => part('answer').replaceChildren(...make());
  answer();
}

/** @param {() => HTMLElement[]} make */
function showMatch(make) {
  match = () => part('match').replaceChildren(...make());
  match();
}

/** @type {(known: Known) => (name: string, nth: number) => string} An electronic signature is always called one. */
const named = (known) => (name, nth) => (known.electronic?.[nth] ? `${name} (${say('electronic')})` : name);

/** @param {Known} known */
function facts(known) {
  const when = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'long' });
  /** @type {[string, string][]} */
  const rows = [[say('registered'), when.format(new Date(known.registeredAt))]];
  if (known.type !== null) rows.unshift([say('type'), known.type]);
  rows.push([say('signers'), known.signers === null ? say('noSigners') : known.signers.map(named(known)).join('; ')]);
  rows.push([say('repository'), known.repository]);
  if (known.leaf) rows.push([say('log'), say('leaf', { leaf: known.leaf.index + 1, size: known.leaf.size })]);
  for (const { n, sha256 } of known.files) rows.push([n === 0 ? say('hash') : say('later', { n }), sha256]);
  const list = document.createElement('dl');
  for (const [name, value] of rows) list.append(element('dt', name), element('dd', value));
  return [...verdict('ok', 'known'), ...(known.type === null ? [element('p', say('reserved'))] : []), list];
}

async function ask() {
  const mine = ++asked;
  act = null;
  part('compare').hidden = true;
  showMatch(() => []);
  show(() => [element('p', say('asking'))]);
  /** @type {Told | 'slow' | 'line'} */
  let told = 'line';
  try {
    const body = JSON.stringify({ code: code.value });
    const response = await fetch('v/check', { method: 'POST', headers: { 'content-type': 'application/json' }, body });
    if (response.ok) told = /** @type {Told} */ (await response.json());
    else if (response.status === 429) told = 'slow';
  } catch {
    // Said below: there was no answer.
  }
  if (mine !== asked) return;
  if (told === 'slow' || told === 'line') return show(() => verdict('wait', /** @type {string} */ (told)));
  if (told.kind === 'slip') return show(() => verdict('wait', 'slip'));
  if (told.kind === 'unknown') return show(() => verdict('bad', 'unknown', 'unknownMore'));
  const known = told;
  act = known;
  show(() => facts(known));
  part('compare').hidden = false;
  part('answer').focus();
  if (held) void compare(held);
}

/** @param {File | undefined} chosen */
async function compare(chosen) {
  const known = act;
  if (!chosen) return;
  if (!known) {
    held = chosen;
    code.focus();
    return show(() => verdict('wait', 'codeFirst'));
  }
  held = null;
  if (!globalThis.crypto?.subtle) return showMatch(() => verdict('wait', 'insecure'));
  showMatch(() => [element('p', say('reading'))]);
  let hash = '';
  /** @type {import('./signatures.js').Signed[]} */
  let signatures = [];
  try {
    // Only who compares a file needs what checks it.
    const { hex, signaturesIn } = await import('./signatures.js');
    const bytes = new Uint8Array(await chosen.arrayBuffer());
    hash = hex(new Uint8Array(await crypto.subtle.digest('SHA-256', bytes)));
    signatures = await signaturesIn(bytes);
  } catch {
    return showMatch(() => verdict('wait', 'unreadable'));
  }
  if (known !== act) return;
  const found = known.files.find(({ sha256 }) => sha256 === hash);
  showMatch(() => [
    element('p', chosen.name, { class: 'hint' }),
    ...(found ? verdict('ok', found.n === 0 ? 'same' : 'sameLater') : verdict('bad', 'other', 'otherMore')),
    element('h3', say('signatures')),
    ...(signatures.length === 0 ? [element('p', say('noSignatures'))] : [signatureList(signatures, known)]),
  ]);
}

/** @param {import('./signatures.js').Signed[]} signatures @param {Known} known */
function signatureList(signatures, known) {
  const list = document.createElement('ul');
  for (const { name, certificate, verdict: judged, behind } of signatures) {
    const isTheirs = known.certificates?.includes(certificate) ?? false;
    const [tone, key] =
      judged === 'broken'
        ? ['bad', 'sigBroken']
        : judged === 'unknown'
          ? ['wait', 'sigUnknown']
          : isTheirs
            ? ['ok', 'sigHolds']
            : ['bad', 'sigStranger'];
    const item = element('li', '');
    if (name !== '') item.append(element('p', name));
    item.append(element('p', say(key), { class: 'verdict', 'data-tone': tone }));
    if (behind > 0) item.append(element('p', say('behind'), { class: 'hint' }));
    list.append(item);
  }
  return list;
}

part('languages').addEventListener('click', ({ target }) => {
  const chosen = target instanceof Element ? target.getAttribute('data-locale') : null;
  if (chosen !== null && chosen in words) {
    locale = /** @type {Locale} */ (chosen);
    speak();
  }
});
part('ask').addEventListener('submit', (event) => {
  event.preventDefault();
  void ask();
});
file.addEventListener('change', () => void compare(file.files?.[0]));
for (const name of ['dragover', 'dragleave', 'drop']) {
  // A file that is dropped beside the field must not take the page's place.
  window.addEventListener(name, (event) => {
    event.preventDefault();
    part('drop').toggleAttribute('data-over', name === 'dragover');
  });
}
window.addEventListener('drop', ({ dataTransfer }) => void compare(dataTransfer?.files[0]));

/** The QR leads to `#CODE`: it stays in the browser, and out of its history once it was read. */
function fromAddress() {
  const given = location.hash.slice(1);
  if (given === '') return;
  history.replaceState(null, '', location.pathname + location.search);
  code.value = given;
  void ask();
}
window.addEventListener('hashchange', fromAddress);

speak();
fromAddress();
