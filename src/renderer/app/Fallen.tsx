import { Component, type ReactNode } from 'react';
import type { DiagnosticsCalls } from '../../contract/diagnostics.ts';
import type { Input } from '../../contract/rpc.ts';
import { Note } from '../parts/Note.tsx';
import { Button } from '../parts/small.tsx';
import { useModel, useWords } from './context.tsx';

type Part = Input<DiagnosticsCalls['diagnostics.fell']>['part'];

interface Props {
  readonly part: Part;
  readonly children: ReactNode;
}

/**
 * A fault in what a part of the window shows stops at that part: the others go on, and what is written is kept by the model, which lives
 * outside. Given another `key`, it shows what it holds anew.
 */
export function Holding({ part, children }: Props) {
  const model = useModel();
  const onFell = (error: string): void => void model.desk.call('diagnostics.fell', { part, error });
  return (
    <Boundary part={part} onFell={onFell}>
      {children}
    </Boundary>
  );
}

class Boundary extends Component<Props & { onFell: (error: string) => void }, { fallen: boolean }> {
  override state = { fallen: false };
  static getDerivedStateFromError(): { fallen: boolean } {
    return { fallen: true };
  }
  override componentDidCatch(error: unknown): void {
    // Its name alone: what it says may quote a caption.
    this.props.onFell(error instanceof Error ? error.name : '');
  }
  override render(): ReactNode {
    return this.state.fallen ? <Fallen onAgain={() => this.setState({ fallen: false })} /> : this.props.children;
  }
}

function Fallen({ onAgain }: { onAgain: () => void }) {
  const { say } = useWords();
  return (
    <div className="place-body" role="alert">
      <Note tone="bad" what={say('fallen.what')}>
        <p>{say('fallen.safe')}</p>
        <Button look="main" onPress={onAgain}>
          {say('fallen.again')}
        </Button>
      </Note>
    </div>
  );
}
