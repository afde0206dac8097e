import { policyFacts } from '../../contract/policy-facts.ts';
import { PolicyName, type PolicyValue } from '../../contract/policy.ts';
import { groupOf, sayGroup, sayingsOf } from '../../contract/words/policy.ts';
import { examples } from '../examples.ts';
import { places, usual, valueIn } from '../places.ts';
import { formOf } from '../form.ts';

const opening = `# Policy: what an institution decides for its PCs

For IT. This page is written by \`node tools/policy.ts\` from the schema that validates (\`src/contract/policy.ts\`); the templates in
\`resources/policy\` come from the same one and lie beside the installed program (\`/usr/lib/fojas/resources/policy\`).

## Where it is said

| system | mandatory for the machine | mandatory for the account | recommended |
|---|---|---|---|
| Linux | \`/etc/fojas/policies.d/*.json\` | | \`/etc/fojas/recommended.d/*.json\` |
| Windows | \`HKLM\\Software\\Policies\\Fojas\` | \`HKCU\\Software\\Policies\\Fojas\` | \`HKLM\\Software\\Policies\\Fojas\\Recommended\` |
| macOS | profile for the device, domain \`ar.fojas.workstation\` | profile for the user | |

The machine's word holds before the account's, that before what was chosen at the PC, that before a recommendation, that before the office's own
file, and last comes what the program does by itself. Of several files the later name counts. On Linux a file counts only where it and its folders belong to root, are no links,
and nobody else may write them. The first two columns lock: **Configuración › Institución** shows each setting, who decided it, and
in which file or key. There whoever sits at the PC changes what nobody locked: a few settings anybody, the others who may configure (see *who*
below). Such choices lie beside the office's file (\`oficina.choices.json\`); \`fojas policy choose\` writes them from a script. The language is chosen
above, with the person's own settings; a recommended one holds until then.

What is unknown or wrong is told there, in the program's log and by \`fojas policy show\`, and never keeps anybody from working: everything
else holds. It is heard when the program starts, every five minutes after that, and whenever somebody opens that screen. A change holds
*at once*, or *when idle*: as soon as no batch runs and no act is being typed, the office begins anew under it; or from the *next start*, and
the screen says which. In a practice office nothing holds that would lead out of it (repository, trust, tokens,
proxy, second copy, level of signatures).

\`\`\`sh
fojas policy template --out plantillas        # ADMX and ADML, mobileconfig, a JSON example
fojas policy check 10-institucion.json        # before it goes to hundreds of PCs: 0 when every line holds
fojas policy show --config oficina.json       # on a PC: what holds, and who says so
fojas policy choose --config oficina.json --name line.capKbps --value 512   # as on the screen; --forget takes it back
\`\`\`

\`/etc/fojas/policies.d/10-institucion.json\` (as root, mode 0644):

\`\`\`json
{
  "updates.mode": "system",
  "desk.idleLockMinutes": 15,
  "line.quiet": ["08:00-14:00=256", "20:00-06:00=none"]
}
\`\`\`

On Windows copy \`windows/fojas.admx\` and its folders of languages to the central store (\`PolicyDefinitions\`). Texts with letters beyond ASCII
may not survive the registry's own tool: keep paths and addresses plain. On macOS sign the profile with your MDM server.
`;

/** The page for IT: \`docs/policy.md\`. */
export function page(): string {
  const sections = [...new Set(PolicyName.options.map(groupOf))].map((group) => {
    const rows = PolicyName.options.filter((name) => groupOf(name) === group).map(row);
    return [
      `### ${sayGroup(group, 'en')}`,
      '',
      '| setting | form | by itself | example | holds | who | what it does |',
      '|---|---|---|---|---|---|---|',
      ...rows,
    ].join('\n');
  });
  return `${opening}\n## Settings\n\n${sections.join('\n\n')}\n`;
}

function row(name: PolicyName): string {
  const { title, help } = sayingsOf(name, 'en');
  const own = valueIn(usual, name);
  const { holds, chosenBy } = policyFacts[name];
  const practice = places[name].institution ? ' Not in practice.' : '';
  const cells = [
    `\`${name}\``,
    sayForm(name),
    own === null ? '' : code(own),
    code(examples[name]),
    { atOnce: 'at once', whenIdle: 'when idle', nextStart: 'next start' }[holds],
    { person: 'anybody', it: 'IT', settings: 'anybody, above' }[chosenBy],
    `${title}. ${help}${practice}`,
  ];
  return `| ${cells.join(' | ')} |`;
}

const code = (value: PolicyValue): string => `\`${JSON.stringify(value).replaceAll('|', '\\|')}\``;

function sayForm(name: PolicyName): string {
  const form = formOf(name);
  switch (form.kind) {
    case 'choice':
      return form.options.map((option) => `\`${option}\``).join(', ');
    case 'number':
      return form.most === 2 ** 31 - 1 ? `number from ${form.least}` : `${form.least} to ${form.most}`;
    case 'flag':
      return 'yes or no';
    case 'list':
      return `up to ${form.most} texts`;
    default:
      return 'text';
  }
}
