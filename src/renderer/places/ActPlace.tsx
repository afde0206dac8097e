import { ArrowLeft, ChevronDown, ChevronUp } from 'lucide-react';
import { useCallback, useState } from 'react';
import { Button as AriaButton, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import type { ActRow } from '../../contract/acts.ts';
import type { Failure } from '../../contract/failures.ts';
import type { Sha256 } from '../../contract/ids.ts';
import { keysOf } from '../app/commands.ts';
import { useModel, useSource, useStore, useWords } from '../app/context.tsx';
import { canReturn, canSign } from '../model/marks.ts';
import { PaperView } from '../paper/PaperView.tsx';
import { FailureNote } from '../parts/FailureNote.tsx';
import { Ago, Button, Empty, hearKeys, IconButton } from '../parts/small.tsx';
import { JointTracker } from '../parts/JointTracker.tsx';
import { LevelMark, LevelWaits } from '../parts/LevelMark.tsx';
import { ElectronicMark } from '../parts/ElectronicMark.tsx';
import { StateMark } from '../parts/StateMark.tsx';
import { ActFacts } from './ActFacts.tsx';
import { ActLinks } from './ActLinks.tsx';
import { ActNews } from './ActNews.tsx';
import { DecisionBar } from './DecisionBar.tsx';
import { OwnNotes } from './OwnNotes.tsx';
import { Receipt } from './Receipt.tsx';
import { ReturnField } from './ReturnField.tsx';
import { Way } from './Way.tsx';

/** No act is open. Who looks after PCs and people opens none, and is told where the work lies. */
function Nothing() {
  const model = useModel();
  const { say } = useWords();
  const { status } = useStore(model.office.view);
  const permits = status?.person.permits;
  return permits?.includes('configure') && !permits.includes('seeIndex') ? (
    <Empty keys={keysOf('people')}>{say('seat.itsWork')}</Empty>
  ) : (
    <Empty keys="↓ Enter">{say('empty.paper')}</Empty>
  );
}

/** The act in hand: whose it is, the paper itself, and the decision at its foot. */
export function ActPlace() {
  const model = useModel();
  const { current, returning, ownNotes } = useStore(model.places);
  if (!current)
    return (
      <>
        <Nothing />
        <DecisionBar />
      </>
    );
  return (
    <>
      <ActHead row={current} />
      {canSign(current) ? <ActNews key={`${current.actId} ${current.documentSha256}`} row={current} /> : null}
      {current.registration ? <TwoSheets row={current} /> : <ActPaper row={current} />}
      <Way row={current} />
      {current.level ? <LevelWaits level={current.level} /> : null}
      {ownNotes && !returning ? <OwnNotes row={current} /> : null}
      {returning && canReturn(current) ? <ReturnField key={current.actId} row={current} /> : null}
      <DecisionBar />
    </>
  );
}

function ActHead({ row }: { row: ActRow }) {
  const model = useModel();
  const { say } = useWords();
  const source = useSource();
  const [more, setMore] = useState(false);
  const openCase = (): void => {
    const back = source.kind === 'tray' ? source.tray : source.back;
    void model.openSource({ kind: 'case', caseId: row.caseId, back });
  };
  return (
    <header className="act-head">
      <div className="act-caption">
        <span className="only-narrow">
          <IconButton label={say('act.toList')} command="back" onPress={() => model.go({ listOver: true })}>
            <ArrowLeft aria-hidden size={16} />
          </IconButton>
        </span>
        <h2 title={row.caption}>{row.caption}</h2>
        <AriaButton
          className="icon-button"
          aria-expanded={more}
          aria-label={more ? say('act.less') : say('act.more')}
          onPress={() => setMore(!more)}
        >
          {more ? <ChevronUp aria-hidden size={16} /> : <ChevronDown aria-hidden size={16} />}
        </AriaButton>
      </div>
      <p className="act-line">
        <StateMark row={row} />
        {row.electronic ? <ElectronicMark row={row} /> : null}
        {row.level ? <LevelMark level={row.level} /> : null}
        <strong className="act-title">{row.title}</strong>
        <AriaButton className="link" onPress={openCase} ref={hearKeys(keysOf('caseIndex'))}>
          {row.caseNumber}
        </AriaButton>
        <span className="act-author">{row.author}</span>
        <Ago at={row.receivedAt} />
      </p>
      <ActLinks row={row} />
      {row.joint ? <JointTracker joint={row.joint} /> : null}
      {more ? <ActFacts row={row} /> : null}
    </header>
  );
}

/** A registered act has two sheets: the act as signed, and the repository's receipt. */
function TwoSheets({ row }: { row: ActRow }) {
  const model = useModel();
  const { sheet } = useStore(model.places);
  const { say } = useWords();
  return (
    <Tabs
      className="sheets"
      selectedKey={sheet}
      onSelectionChange={(key) => model.go({ sheet: key === 'receipt' ? 'receipt' : 'act' })}
    >
      <TabList className="sheet-tabs" aria-label={say('act.sheets')}>
        <Tab id="act" className="sheet-tab">
          {say('act.sheet')}
        </Tab>
        <Tab id="receipt" className="sheet-tab">
          {say('act.receipt')}
        </Tab>
      </TabList>
      <TabPanel id="act" className="sheet">
        <ActPaper row={row} />
      </TabPanel>
      <TabPanel id="receipt" className="sheet">
        <Receipt key={row.actId} row={row} />
      </TabPanel>
    </Tabs>
  );
}

/** The bytes drawn are those the decision is about: the signed ones once there are, the act's present ones before. */
function ActPaper({ row }: { row: ActRow }) {
  const model = useModel();
  const { say } = useWords();
  const [failure, setFailure] = useState<Failure | null>(null);
  const sha256: Sha256 = row.signedSha256 ?? row.documentSha256;
  const { actId, documentSha256 } = row;
  const places = useStore(model.places);
  const at = places.at?.actId === actId ? places.at : null;
  const asksToBeShown = canSign(row) && !row.shown;

  // Law 2: said only after the first page of exactly these bytes was drawn. `PaperView` draws bytes whose SHA-256 it recomputed
  // itself (crypto.subtle, files up to 32 MB; above that the office's address by hash is believed), and calls back with that hash.
  const onShown = useCallback(
    (drawn: Sha256) => {
      if (drawn !== documentSha256 || !asksToBeShown) return;
      void model.markShown(actId, drawn).then(setFailure);
    },
    [model, actId, documentSha256, asksToBeShown],
  );
  return (
    <>
      {failure ? (
        <FailureNote failure={failure}>
          <Button onPress={() => void model.list.refresh().then(() => setFailure(null))}>
            {say('action.refresh')}
          </Button>
        </FailureNote>
      ) : null}
      <PaperView
        key={`${actId} ${sha256} ${at?.words ?? ''}`}
        sha256={sha256}
        opensLike={documentSha256}
        at={at}
        onShown={onShown}
      />
    </>
  );
}
