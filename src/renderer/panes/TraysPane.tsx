import {
  Archive,
  Badge,
  Command,
  CornerUpLeft,
  Eye,
  FilePen,
  FolderOpen,
  AlarmClock,
  Megaphone,
  Keyboard,
  PanelLeftClose,
  PanelLeftOpen,
  PenLine,
  Pencil,
  Send,
  Settings,
  Undo2,
  type LucideIcon,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { Button, TooltipTrigger } from 'react-aria-components';
import type { Tray } from '../../contract/acts.ts';
import { sayRole, sayTray } from '../../contract/words/states.ts';
import { commands, keysOf } from '../app/commands.ts';
import { useMedia, useModel, useSource, useStore, useWords } from '../app/context.tsx';
import { shelves, trays } from '../app/trays.ts';
import { MainMenu } from './MainMenu.tsx';
import { hearKeys, Keys, Tip } from '../parts/small.tsx';

const icons: Readonly<Record<Tray, LucideIcon>> = {
  toSign: PenLine,
  signed: Badge,
  queue: Send,
  registered: Archive,
  returned: CornerUpLeft,
  dueToday: AlarmClock,
  toNotify: Megaphone,
};

const shelfIcons = { mine: Pencil, toReview: Eye, returned: Undo2 } as const;

const run = (id: string) => commands.find((command) => command.id === id)?.run;

/** Trays on the left, with their counts; below them what is always at hand, and who sits at this desk. */
export function TraysPane() {
  const model = useModel();
  const { say, locale, formats } = useWords();
  const { counts, status } = useStore(model.office.view);
  const source = useSource();
  const { trayFolded, work } = useStore(model.places);
  const narrow = useMedia('(max-width: 1099px)');
  const folded = trayFolded || narrow;
  const open = source.kind === 'tray' ? source.tray : source.back;

  return (
    <nav className="trays" data-pane="trays" data-folded={folded || undefined} aria-label={say('trays.label')}>
      <ul>
        {trays.map((tray) => {
          const Icon = icons[tray];
          const name = sayTray(tray, locale);
          const isOpen = tray === open;
          const label = say('trays.count', { tray: name, n: counts[tray] });
          return (
            <li key={tray}>
              <TrayButton
                folded={folded}
                label={label}
                keys={keysOf(`tray.${tray}`)}
                current={isOpen}
                onPress={() => run(`tray.${tray}`)?.(model)}
              >
                <Icon aria-hidden size={16} strokeWidth={isOpen ? 2.25 : 1.75} />
                <span className="trays-name">{name}</span>
                <span className="trays-count">{formats.number(counts[tray])}</span>
              </TrayButton>
            </li>
          );
        })}
      </ul>
      <Shelves folded={folded} />
      <ul className="trays-tools">
        <Tool id="cases" icon={FolderOpen} label={say('command.cases')} folded={folded} pressed={work === 'cases'} />
        <Tool id="drafts" icon={FilePen} label={say('command.drafts')} folded={folded} pressed={work === 'drafts'} />
        <li>
          <MainMenu folded={folded} />
        </li>
        <Tool id="palette" icon={Command} label={say('command.palette')} folded={folded} />
        <Tool
          id="settings"
          icon={Settings}
          label={say('command.settings')}
          folded={folded}
          pressed={work === 'settings'}
        />
        <Tool id="keys" icon={Keyboard} label={say('command.keys')} folded={folded} pressed={work === 'keys'} />
        {narrow ? null : (
          <Tool
            id="fold"
            icon={folded ? PanelLeftOpen : PanelLeftClose}
            label={folded ? say('trays.unfold') : say('trays.fold')}
            folded={folded}
          />
        )}
      </ul>
      {status ? (
        <div className="trays-person">
          <p className="trays-person-name">{status.person.name}</p>
          <p title={sayRole(status.person.role, locale)}>{status.person.capacity}</p>
          <p>{status.office}</p>
        </div>
      ) : null}
    </nav>
  );
}

/** Drafts that wait for somebody, with their counts: what one writes, what waits to be looked over, what came back. */
function Shelves({ folded }: { folded: boolean }) {
  const model = useModel();
  const { say, formats } = useWords();
  const { counts } = useStore(model.review.view);
  const { work } = useStore(model.places);
  const { shelf } = useStore(model.drafts.view);
  const { status } = useStore(model.office.view);
  const permits = status?.person.permits;
  const shown = shelves.filter(
    (one) => (permits?.includes('draft') ?? true) && (one !== 'toReview' || (permits?.includes('vouch') ?? true)),
  );
  if (shown.length === 0) return null;
  return (
    <ul>
      {shown.map((one) => {
        const Icon = shelfIcons[one];
        const name = say(`drafts.shelf.${one}`);
        return (
          <li key={one}>
            <TrayButton
              folded={folded}
              label={say('trays.count', { tray: name, n: counts[one] })}
              keys={keysOf(`shelf.${one}`)}
              current={work === 'drafts' && shelf === one}
              onPress={() => run(`shelf.${one}`)?.(model)}
            >
              <Icon aria-hidden size={16} strokeWidth={1.75} />
              <span className="trays-name">{name}</span>
              <span className="trays-count">{formats.number(counts[one])}</span>
            </TrayButton>
          </li>
        );
      })}
    </ul>
  );
}

function Tool({
  id,
  icon: Icon,
  label,
  folded,
  pressed = false,
}: {
  id: string;
  icon: LucideIcon;
  label: string;
  folded: boolean;
  pressed?: boolean;
}) {
  const model = useModel();
  const keys = keysOf(id);
  // What a role may never do is not held out to it.
  if (!(commands.find((command) => command.id === id)?.enabled?.(model) ?? true)) return null;
  return (
    <li>
      <TrayButton folded={folded} label={label} keys={keys} current={pressed} onPress={() => run(id)?.(model)}>
        <Icon aria-hidden size={16} strokeWidth={1.75} />
        <span className="trays-name">{label}</span>
        {keys ? <Keys keys={keys} /> : null}
      </TrayButton>
    </li>
  );
}

function TrayButton({
  folded,
  label,
  keys,
  current,
  onPress,
  children,
}: {
  folded: boolean;
  label: string;
  keys: string | null;
  current: boolean;
  onPress: () => void;
  children: ReactNode;
}) {
  return (
    <TooltipTrigger delay={300} isDisabled={!folded}>
      <Button
        className="trays-button"
        ref={hearKeys(keys)}
        {...(folded ? { 'aria-label': label } : {})}
        {...(current ? { 'aria-current': 'page', 'data-focus': '' } : {})}
        onPress={onPress}
      >
        {children}
      </Button>
      <Tip>
        {label}
        {keys ? <Keys keys={keys} /> : null}
      </Tip>
    </TooltipTrigger>
  );
}
