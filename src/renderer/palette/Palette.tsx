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
import { commands } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { Empty, hearKeys, Keys } from '../parts/small.tsx';

/** Ctrl+K: everything that can be done now, found by its words. */
export function Palette() {
  const model = useModel();
  const { palette } = useStore(model.places);
  const { say } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  const offered = palette ? commands.filter((one) => !one.hidden && (one.enabled?.(model) ?? true)) : [];
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
                requestAnimationFrame(() => commands.find(({ id }) => id === key)?.run(model));
              }}
            >
              {(command) => (
                <MenuItem
                  id={command.id}
                  className="palette-item"
                  textValue={say(command.word)}
                  ref={hearKeys(command.keys[0] ?? null)}
                >
                  <span>{say(command.word)}</span>
                  {command.keys[0] ? <Keys keys={command.keys[0]} /> : null}
                </MenuItem>
              )}
            </Menu>
          </Autocomplete>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}
