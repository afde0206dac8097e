import { FilePen, FileText, FolderOpen, Paperclip, Search, type LucideIcon } from 'lucide-react';
import { useEffect } from 'react';
import {
  GridList,
  GridListItem,
  Input,
  Label,
  TextField,
  ToggleButton,
  ToggleButtonGroup,
} from 'react-aria-components';
import type { Found, FoundKind, SearchStanding } from '../../contract/search.ts';
import { leave } from '../app/commands.ts';
import { useModel, useStore, useWords } from '../app/context.tsx';
import { openFound } from '../app/found.ts';
import { FailureNote } from '../parts/FailureNote.tsx';
import { StateMark } from '../parts/StateMark.tsx';
import { Button, Empty } from '../parts/small.tsx';

const icons: Readonly<Record<FoundKind, LucideIcon>> = {
  act: FileText,
  piece: Paperclip,
  draft: FilePen,
  case: FolderOpen,
};
const kinds = Object.keys(icons) as FoundKind[];

/** Everything that lies on this PC, found by its words. */
export function SearchPlace() {
  const model = useModel();
  const view = useStore(model.search.view);
  const { say } = useWords();
  const { text, found, total, phase, failure, standing } = view;
  // How much there is to find is told before anything is looked for.
  useEffect(() => model.search.find({}), [model]);
  const isAsked = text.trim() !== '';
  return (
    <>
      <header className="place-head">
        <h2>{say('find.title')}</h2>
        <p className="place-note">{say('find.note')}</p>
        <div className="drafts-find">
          <TextField
            className="search"
            value={text}
            onChange={(words) => model.search.find({ text: words })}
            onKeyDown={(event) => {
              if (event.key === 'ArrowDown') document.querySelector<HTMLElement>('.found-row')?.focus();
              // Escape goes back and leaves the words where they are.
              else event.continuePropagation();
            }}
          >
            <Label className="heard">{say('find.label')}</Label>
            <Search aria-hidden size={16} />
            <Input role="searchbox" placeholder={say('find.label')} data-focus />
          </TextField>
        </div>
        <Narrowing />
      </header>
      <div className="place-body drafts found" tabIndex={0} role="region" aria-label={say('find.results')}>
        {failure ? <FailureNote failure={failure} /> : null}
        {isAsked ? null : <Empty>{say('find.hint')}</Empty>}
        {isAsked && phase === 'ready' && found.length === 0 && !failure ? <Empty>{say('find.none')}</Empty> : null}
        {isAsked && found.length > 0 ? <Results found={found} /> : null}
        {isAsked && total > found.length && found.length < 500 ? (
          <p>
            <Button onPress={() => void model.search.more()}>
              {say('find.more', { n: Math.min(50, total - found.length) })}
            </Button>
          </p>
        ) : null}
        {standing ? <Standing standing={standing} /> : null}
      </div>
      <footer className="decision" aria-label={say('decision.label')}>
        <p className="decision-about" role="status">
          {!isAsked ? '' : phase === 'searching' ? say('find.busy') : say('find.count', { n: total })}
        </p>
        <div className="decision-verbs">
          <Button command="back" onPress={() => leave(model)}>
            {say('action.back')}
          </Button>
        </div>
      </footer>
    </>
  );
}

/** Which kinds, and whether only the case in hand. */
function Narrowing() {
  const model = useModel();
  const { kinds: chosen, caseId } = useStore(model.search.view);
  const { current } = useStore(model.places);
  const { say } = useWords();
  return (
    <div className="found-narrowing">
      <ToggleButtonGroup
        className="case-series"
        aria-label={say('find.kinds')}
        selectionMode="multiple"
        selectedKeys={chosen}
        onSelectionChange={(keys) => model.search.find({ kinds: kinds.filter((kind) => keys.has(kind)) })}
      >
        {kinds.map((kind) => (
          <ToggleButton key={kind} id={kind} className="filter">
            {say(`find.kind.${kind}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {current || caseId ? (
        <ToggleButton
          className="filter"
          isSelected={caseId !== null}
          onChange={(on) => model.search.find({ caseId: on && current ? current.caseId : null })}
        >
          {say('find.here', { number: current?.caseNumber ?? '' })}
        </ToggleButton>
      ) : null}
    </div>
  );
}

function Results({ found }: { found: readonly Found[] }) {
  const model = useModel();
  const { say } = useWords();
  return (
    <GridList
      className="found-rows"
      aria-label={say('find.results')}
      items={found.map((one) => ({ ...one, key: `${one.kind} ${one.id}` }))}
      onAction={(key) => {
        const one = found.find(({ kind, id }) => `${kind} ${id}` === key);
        if (one) void openFound(model, one);
      }}
    >
      {(one) => (
        <GridListItem id={one.key} className="found-row" textValue={`${one.title} ${one.caption}`}>
          <FoundLine one={one} />
        </GridListItem>
      )}
    </GridList>
  );
}

function FoundLine({ one }: { one: Found }) {
  const { say, formats } = useWords();
  const Icon = icons[one.kind];
  return (
    <>
      <Icon aria-hidden size={16} />
      <span className="heard">{say(`find.kind.${one.kind}`)}: </span>
      <span className="found-title">{one.title === '' ? one.caption : one.title}</span>
      <span className="found-case">
        {one.caseNumber} {one.title === '' ? '' : one.caption}
      </span>
      <span className="found-where">
        {one.act ? <StateMark row={one.act} /> : null}
        {one.page === null ? null : <span>{say('find.page', { page: formats.number(one.page) })}</span>}
        {one.pages > 1 ? <span>{say('find.pages', { n: one.pages })}</span> : null}
        {one.excerpt.length === 0 ? <span>{say('find.byHeading')}</span> : null}
      </span>
      {one.excerpt.length === 0 ? null : (
        <q className="found-excerpt">
          {one.excerpt.map(({ text, hit }, index) =>
            hit ? <mark key={index}>{text}</mark> : <span key={index}>{text}</span>,
          )}
        </q>
      )}
    </>
  );
}

/** What cannot be found by its words, and why. */
function Standing({ standing: { waiting, elsewhere, silent } }: { standing: SearchStanding }) {
  const { say } = useWords();
  const lines = [
    ...(waiting > 0 ? [say('find.waiting', { n: waiting })] : []),
    ...(elsewhere > 0 ? [say('find.elsewhere', { n: elsewhere })] : []),
    ...(silent > 0 ? [say('find.silent', { n: silent })] : []),
  ];
  return lines.length === 0 ? null : <p className="found-standing">{lines.join(' ')}</p>;
}
