import { createHash } from 'node:crypto';
import { PolicyName, type PolicyValue } from '../../contract/policy.ts';
import { sayingsOf } from '../../contract/words/policy.ts';
import { examples } from '../examples.ts';
import { macDomain } from '../sources/mac.ts';
import { escapeXml } from './xml.ts';

/** What a profile begins with; everything else stands in it as a comment, to be taken out of it. */
const begun: Partial<Record<PolicyName, PolicyValue>> = { 'updates.mode': 'system' };

/** The same text gives the same UUID (version 8: of the author's making, RFC 9562, 5.8). */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `a${hex.slice(17, 20)}`,
    hex.slice(20, 32),
  ];
  return parts.join('-').toUpperCase();
}

/** A configuration profile for an MDM server, or for installing by hand. */
export function mobileconfig(): string {
  const settings = PolicyName.options.flatMap((name) => {
    const value = begun[name];
    const { title, help } = sayingsOf(name, 'es-AR');
    const said = `        <!-- ${comment(`${title}. ${help}`)} -->`;
    return value === undefined
      ? [said, `        <!-- ${comment(member(name, examples[name]))} -->`]
      : [said, `        ${member(name, value)}`];
  });
  return `${[
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
    '<plist version="1.0">',
    '  <dict>',
    ...payload('Configuration', `${macDomain}.profile`, 'Fojas').map((line) => `    ${line}`),
    '    <key>PayloadScope</key><string>System</string>',
    '    <key>PayloadContent</key>',
    '    <array>',
    '      <dict>',
    ...payload(macDomain, `${macDomain}.settings`, 'Fojas').map((line) => `        ${line}`),
    ...settings,
    '      </dict>',
    '    </array>',
    '  </dict>',
    '</plist>',
  ].join('\n')}\n`;
}

const payload = (type: string, identifier: string, name: string): string[] => [
  member('PayloadType', type),
  member('PayloadVersion', 1),
  member('PayloadIdentifier', identifier),
  member('PayloadUUID', uuidOf(identifier)),
  member('PayloadDisplayName', name),
];

const member = (name: string, value: PolicyValue): string => `<key>${escapeXml(name)}</key>${valueXml(value)}`;

function valueXml(value: PolicyValue): string {
  if (typeof value === 'boolean') return value ? '<true/>' : '<false/>';
  if (typeof value === 'number') return `<integer>${value}</integer>`;
  if (typeof value === 'string') return `<string>${escapeXml(value)}</string>`;
  return `<array>${value.map(valueXml).join('')}</array>`;
}

/** XML forbids two hyphens in a comment. */
const comment = (text: string): string => text.replaceAll('--', '- -');
