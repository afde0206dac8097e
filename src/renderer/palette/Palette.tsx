import { Search } from 'lucide-react';
import {
  Autocomplete,
  Dialog,
  Input,
  Label,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';
import { useMemo } from 'react';
import { commands } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { actionsHere } from '../app/here.ts';
import { Empty, hearKeys, Keys } from '../parts/small.tsx';

/** Ctrl+K: everything that can be done now, found by its words: first what the screen in hand offers, then the commands. */
export function Palette() {
  const model = useModel();
  const { palette } = useStore(model.places);
  const { say } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  // As the screen stood when it was opened: behind it nothing is pressed.
  const here = useMemo(() => (palette ? actionsHere() : []), [palette]);
  const offered = palette
    ? [
        ...here,
        ...commands
          .filter((one) => !one.hidden && (one.enabled?.(model) ?? true))
          .map((one) => ({ id: one.id, name: say(one.word), keys: one.keys[0] ?? null, press: () => one.run(model) })),
      ]
    : [];
  return (
    <ModalOverlay
      className="palette-veil"
      isDismissable
      isOpen={palette}
      onOpenChange={(open) => model.go({ palette: open })}
    >
      <Modal className="palette">
        <Dialog aria-label={say('palette.label')}>
          <Autocomplete filter={contains}>
            <SearchField className="search palette-search" autoFocus>
              <Label className="heard">{say('palette.search')}</Label>
              <Search aria-hidden size={16} />
              <Input placeholder={say('palette.hint')} />
            </SearchField>
            <Menu
              className="palette-menu"
              aria-label={say('palette.label')}
              items={offered}
              renderEmptyState={() => <Empty>{say('palette.none')}</Empty>}
              onAction={(key) => {
                model.go({ palette: false });
                // After the dialog gave the focus back: the command may move it.
                requestAnimationFrame(() => offered.find(({ id }) => id === key)?.press());
              }}
            >
              {({ id, name, keys }) => (
                <MenuItem id={id} className="palette-item" textValue={name} ref={hearKeys(keys)}>
                  <span>{name}</span>
                  {keys ? <Keys keys={keys} /> : null}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
