import { examples } from '../examples.ts';
import { adml, admx } from './admx.ts';
import { mobileconfig } from './mobileconfig.ts';

export { page } from './page.ts';

/** Languages of Windows, whose folders group policy looks into. */
const languages = { 'es-ES': 'es-AR', 'es-MX': 'es-AR', 'en-US': 'en', 'pt-BR': 'pt-BR' } as const;

/** One setting a line: what IT does not want goes out line by line. */
function exampleFile(): string {
  const lines = Object.entries(examples).map(([name, value]) => `  ${JSON.stringify(name)}: ${sayJson(value)}`);
  return `{\n${lines.join(',\n')}\n}\n`;
}

const sayJson = (value: unknown): string =>
  Array.isArray(value) ? `[${value.map(sayJson).join(', ')}]` : JSON.stringify(value);

/** Everything that IT takes along, by its path below a folder. */
export function templates(): Readonly<Record<string, string>> {
  const words = Object.entries(languages).map(([folder, locale]) => [`windows/${folder}/fojas.adml`, adml(locale)]);
  return {
    'windows/fojas.admx': admx(),
    ...(Object.fromEntries(words) as Record<string, string>),
    'mac/fojas.mobileconfig': mobileconfig(),
    'linux/example.json': exampleFile(),
  };
}
