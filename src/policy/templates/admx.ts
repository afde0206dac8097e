import type { Locale } from '../../contract/locale.ts';
import { PolicyName } from '../../contract/policy.ts';
import { groupOf, type PolicyGroup, sayGroup, sayingsOf } from '../../contract/words/policy.ts';
import { policyKey } from '../sources/windows.ts';
import { formOf } from '../form.ts';
import { escapeXml } from './xml.ts';

const schema = 'http://schemas.microsoft.com/GroupPolicy/2006/07/PolicyDefinitions';
const head = '<?xml version="1.0" encoding="utf-8"?>';
const groups = [...new Set(PolicyName.options.map(groupOf))];
/** Identifiers of group policy hold no dots; the names in the registry do. */
const idOf = (name: string): string => name.replaceAll('.', '_');

/** Mandatory for machine and account, and recommended for the machine: the same settings below two categories. */
const kinds = [
  { end: '', key: policyKey, target: 'Both', root: 'fojas' },
  { end: '_rec', key: `${policyKey}\\Recommended`, target: 'Machine', root: 'fojas_rec' },
] as const;
type Kind = (typeof kinds)[number];

/** The administrative template (ADMX, schema 1.0), without words. */
export function admx(): string {
  return lines(
    head,
    `<policyDefinitions xmlns="${schema}" revision="1.0" schemaVersion="1.0">`,
    '  <policyNamespaces><target prefix="fojas" namespace="Fojas.Policies" /></policyNamespaces>',
    '  <resources minRequiredRevision="1.0" />',
    '  <supportedOn><definitions>',
    '    <definition name="supported" displayName="$(string.supported)" />',
    '  </definitions></supportedOn>',
    '  <categories>',
    ...kinds.flatMap(categories),
    '  </categories>',
    '  <policies>',
    ...kinds.flatMap((kind) => PolicyName.options.flatMap((name) => policy(name, kind))),
    '  </policies>',
    '</policyDefinitions>',
  );
}

const categories = ({ end, root }: Kind): string[] => [
  end === ''
    ? `    <category name="${root}" displayName="$(string.${root})" />`
    : `    <category name="${root}" displayName="$(string.${root})"><parentCategory ref="fojas" /></category>`,
  ...groups.map(
    (group) =>
      `    <category name="${group}${end}" displayName="$(string.group_${group})"><parentCategory ref="${root}" /></category>`,
  ),
];

function policy(name: PolicyName, { end, key, target }: Kind): string[] {
  const id = idOf(name);
  const words = `displayName="$(string.${id})" explainText="$(string.${id}_help)"`;
  const place = `<parentCategory ref="${groupOf(name)}${end}" /><supportedOn ref="supported" />`;
  if (formOf(name).kind === 'flag') {
    return [
      `    <policy name="${id}${end}" class="${target}" ${words} key="${key}" valueName="${name}">`,
      `      ${place}`,
      '      <enabledValue><decimal value="1" /></enabledValue><disabledValue><decimal value="0" /></disabledValue>',
      '    </policy>',
    ];
  }
  return [
    `    <policy name="${id}${end}" class="${target}" ${words} key="${key}" presentation="$(presentation.${id})">`,
    `      ${place}`,
    `      <elements>${element(name)}</elements>`,
    '    </policy>',
  ];
}

function element(name: PolicyName): string {
  const form = formOf(name);
  const named = `id="${idOf(name)}" valueName="${name}" required="true"`;
  switch (form.kind) {
    case 'number':
      return `<decimal ${named} minValue="${form.least}" maxValue="${form.most}" />`;
    case 'choice':
      return `<enum ${named}>${form.options.map((option) => item(name, option)).join('')}</enum>`;
    case 'list':
      return `<multiText ${named} maxStrings="${form.most}" />`;
    default:
      return `<text ${named} maxLength="1000" />`;
  }
}

const item = (name: PolicyName, option: string): string =>
  `<item displayName="$(string.${idOf(name)}_${option})"><value><string>${option}</string></value></item>`;

const general: Readonly<Record<Locale, readonly [name: string, recommended: string, supported: string]>> = {
  'es-AR': ['Fojas', 'Recomendado (cada oficina puede cambiarlo)', 'Fojas 1.0 o posterior'],
  en: ['Fojas', 'Recommended (an office may change it)', 'Fojas 1.0 or later'],
  'pt-BR': ['Fojas', 'Recomendado (cada escritório pode mudá-lo)', 'Fojas 1.0 ou posterior'],
};

/** The words of the template in one language (ADML). */
export function adml(locale: Locale): string {
  const [root, recommended, supported] = general[locale];
  const string = (id: string, text: string): string => `      <string id="${id}">${escapeXml(text)}</string>`;
  return lines(
    head,
    `<policyDefinitionResources xmlns="${schema}" revision="1.0" schemaVersion="1.0">`,
    `  <displayName>${root}</displayName>`,
    `  <description>${root}</description>`,
    '  <resources>',
    '    <stringTable>',
    string('fojas', root),
    string('fojas_rec', recommended),
    string('supported', supported),
    ...groups.map((group: PolicyGroup) => string(`group_${group}`, sayGroup(group, locale))),
    ...PolicyName.options.flatMap((name) => {
      const { title, help } = sayingsOf(name, locale);
      const form = formOf(name);
      const options = form.kind === 'choice' ? form.options : [];
      return [
        string(idOf(name), title),
        string(`${idOf(name)}_help`, `${help}\n${name}`),
        ...options.map((option) => string(`${idOf(name)}_${option}`, option)),
      ];
    }),
    '    </stringTable>',
    '    <presentationTable>',
    ...PolicyName.options.flatMap((name) => presentation(name, locale)),
    '    </presentationTable>',
    '  </resources>',
    '</policyDefinitionResources>',
  );
}

function presentation(name: PolicyName, locale: Locale): string[] {
  const id = idOf(name);
  const label = escapeXml(sayingsOf(name, locale).title);
  const box = {
    number: `<decimalTextBox refId="${id}">${label}</decimalTextBox>`,
    choice: `<dropdownList refId="${id}">${label}</dropdownList>`,
    list: `<multiTextBox refId="${id}">${label}</multiTextBox>`,
    text: `<textBox refId="${id}"><label>${label}</label></textBox>`,
    flag: null,
  }[formOf(name).kind];
  return box === null ? [] : [`      <presentation id="${id}">${box}</presentation>`];
}

const lines = (...all: readonly string[]): string => `${all.join('\n')}\n`;
