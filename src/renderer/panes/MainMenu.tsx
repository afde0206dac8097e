import { useMemo } from 'react';
import { ChevronRight, Menu as MenuIcon } from 'lucide-react';
import { Button, Menu, MenuItem, MenuTrigger, Popover, SubmenuTrigger } from 'react-aria-components';
import { commands, keysOf } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { actionsHere, type HereAction } from '../app/here.ts';
import { menuCommands, menuNames, type MenuName } from '../app/menu.ts';
import { hearKeys, Keys } from '../parts/small.tsx';

/**
 * F10: what can be pressed on the screen in hand, then every command there is, by its subject, with its key. What cannot be done now is
 * shown, and cannot be chosen.
 */
export function MainMenu({ folded }: { folded: boolean }) {
  const model = useModel();
  const { menu } = useStore(model.places);
  const { say } = useWords();
  const keys = keysOf('menu');
  const here = useMemo(() => (menu ? actionsHere() : []), [menu]);
  return (
    <MenuTrigger isOpen={menu} onOpenChange={(open) => model.go({ menu: open })}>
      <Button className="trays-button" ref={hearKeys(keys)} {...(folded ? { 'aria-label': say('menu.title') } : {})}>
        <MenuIcon aria-hidden size={16} strokeWidth={1.75} />
        {folded ? null : (
          <>
            <span className="trays-name">{say('menu.title')}</span>
            {keys ? <Keys keys={keys} /> : null}
          </>
        )}
      </Button>
      <Popover className="menu-sheet" placement="right bottom">
        <Menu className="menu-list" aria-label={say('menu.title')}>
          <SubmenuTrigger>
            <MenuItem id="here" className="menu-item" textValue={say('menu.here')} isDisabled={here.length === 0}>
              <span>{say('menu.here')}</span>
              <ChevronRight aria-hidden size={16} />
            </MenuItem>
            <Popover className="menu-sheet">
              <HereItems here={here} />
            </Popover>
          </SubmenuTrigger>
          {menuNames.map((name) => (
            <SubmenuTrigger key={name}>
              <MenuItem id={name} className="menu-item" textValue={say(`menu.${name}`)}>
                <span>{say(`menu.${name}`)}</span>
                <ChevronRight aria-hidden size={16} />
              </MenuItem>
              <Popover className="menu-sheet">
                <Items name={name} />
              </Popover>
            </SubmenuTrigger>
          ))}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

function HereItems({ here }: { here: readonly HereAction[] }) {
  const model = useModel();
  const { say } = useWords();
  return (
    <Menu
      className="menu-list"
      aria-label={say('menu.here')}
      items={here}
      onAction={(key) => {
        model.go({ menu: false });
        requestAnimationFrame(() => requestAnimationFrame(() => here.find(({ id }) => id === key)?.press()));
      }}
    >
      {({ id, name, keys }) => (
        <MenuItem id={id} className="menu-item" textValue={name} ref={hearKeys(keys)}>
          <span>{name}</span>
          {keys ? <Keys keys={keys} /> : null}
        </MenuItem>
      )}
    </Menu>
  );
}

function Items({ name }: { name: MenuName }) {
  const model = useModel();
  const { say } = useWords();
  return (
    <Menu
      className="menu-list"
      aria-label={say(`menu.${name}`)}
      items={menuCommands(name)}
      onAction={(key) => {
        model.go({ menu: false });
        // After the menu gave the focus back: the command may move it.
        requestAnimationFrame(() => requestAnimationFrame(() => commands.find(({ id }) => id === key)?.run(model)));
      }}
    >
      {(command) => (
        <MenuItem
          id={command.id}
          className="menu-item"
          textValue={say(command.word)}
          isDisabled={!(command.enabled?.(model) ?? true)}
          ref={hearKeys(command.keys[0] ?? null)}
        >
          <span>{say(command.word)}</span>
          {command.keys[0] ? <Keys keys={command.keys[0]} /> : null}
        </MenuItem>
      )}
    </Menu>
  );
}
