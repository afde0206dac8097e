import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { menuCommands, menuNames } from '../app/menu.ts';
import { Button, Keys } from '../parts/small.tsx';

/** F1: what there is to know of the place one came from, and every key, read off the one table that makes them work. */
export function KeysPlace() {
  const model = useModel();
  const { helpOf } = useStore(model.places);
  const { say } = useWords();
  const inList: readonly [string, string][] = [
    ['↑ ↓', say('keys.move')],
    ['Shift+↑ ↓', say('keys.extend')],
    [say('keys.spaceBar'), say('keys.mark')],
    ['Ctrl+A', say('keys.markAll')],
    ['Enter', say('keys.open')],
  ];
  const onPaper: readonly [string, string][] = [
    [say('keys.pageKeys'), say('keys.page')],
    ['+ − 0', say('keys.zoom')],
  ];
  const inText: readonly [string, string][] = [
    ['F4', say('keys.nextBlank')],
    ['Ctrl+L', say('keys.cite')],
    ['Alt+F7', say('keys.spelling')],
    ['Alt+F10', say('keys.textTools')],
  ];
  return (
    <>
      <header className="place-head">
        <h2>{say('help.title', { place: say(`work.${helpOf}`) })}</h2>
        <p className="place-note help-text">{say(`help.${helpOf}`)}</p>
      </header>
      <div className="place-body keys-columns" tabIndex={0} role="region" aria-label={say('keys.title')} data-focus>
        <div>
          <KeyTable title={say('keys.inList')} rows={inList} />
          <KeyTable title={say('keys.onPaper')} rows={onPaper} />
          <KeyTable title={say('keys.inText')} rows={inText} />
        </div>
        {menuNames.map((name) => (
          <KeyTable
            key={name}
            title={say(`menu.${name}`)}
            rows={menuCommands(name).map((command) => [command.keys.join('  '), say(command.word)] as const)}
          />
        ))}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about">{say('keys.note')}</p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

function KeyTable({ title, rows }: { title: string; rows: readonly (readonly [string, string])[] }) {
  return (
    <table className="key-table">
      <caption>{title}</caption>
      <tbody>
        {rows.map(([keys, word]) => (
          <tr key={keys + word}>
            <th scope="row">
              {keys.split('  ').map((one) => (
                <Keys key={one} keys={one} />
              ))}
              <span className="heard">{keys}</span>
            </th>
            <td>{word}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
