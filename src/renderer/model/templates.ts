import type { TemplateOutline } from '../../contract/templates.ts';

const plain = (text: string): string =>
  text
    .normalize('NFD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase();

/** The models whose name, kind or family has every word; those whose name begins with the first come first. */
export function findTemplates(templates: readonly TemplateOutline[], search: string): TemplateOutline[] {
  const words = plain(search).split(/\s+/).filter(Boolean);
  const found = templates.filter(({ name, actType, family }) => {
    const text = plain(`${name} ${actType} ${family}`);
    return words.every((word) => text.includes(word));
  });
  const rank = ({ name }: TemplateOutline): number => (plain(name).startsWith(words[0] ?? '') ? 0 : 1);
  return found.sort((a, b) => rank(a) - rank(b));
}
