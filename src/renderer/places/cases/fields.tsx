import {
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Button,
  TextField,
  Text,
} from 'react-aria-components';
import { ChevronDown } from 'lucide-react';
import { useId } from 'react';

/** A line of text with its name above it. */
export function Line({
  label,
  value,
  onChange,
  hint,
  max = 200,
  focus = false,
}: {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  max?: number;
  focus?: boolean;
}) {
  return (
    <TextField className="field" value={value} onChange={onChange} maxLength={max}>
      <Label>{label}</Label>
      <Input {...(focus ? { 'data-focus': '' } : {})} />
      {hint === undefined ? null : (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      )}
    </TextField>
  );
}

/** A line of text of which some are known: the ones that fit are offered while one writes. */
export function LineOf({
  label,
  value,
  known,
  onChange,
  hint,
  bad = false,
}: {
  label: string;
  value: string;
  known: readonly string[];
  onChange: (value: string) => void;
  hint: string;
  /** What is written is none of them. */
  bad?: boolean;
}) {
  const id = useId();
  return (
    <TextField className="field" value={value} onChange={onChange} maxLength={320} isInvalid={bad}>
      <Label>{label}</Label>
      <Input data-focus="" list={id} autoComplete="off" />
      <datalist id={id}>
        {known.map((one) => (
          <option key={one} value={one} />
        ))}
      </datalist>
      <Text slot="description" className="hint" data-tone={bad ? 'bad' : undefined}>
        {hint}
      </Text>
    </TextField>
  );
}

/** One of a few, by name. */
export function Choose<K extends string>({
  label,
  value,
  options,
  blank,
  onChange,
}: {
  label: string;
  /** Null: nothing is chosen yet. */
  value: K | null;
  options: readonly { readonly id: K; readonly name: string }[];
  /** What stands there while nothing is chosen. */
  blank?: string;
  onChange: (value: K) => void;
}) {
  const empty = blank === undefined ? {} : { placeholder: blank };
  return (
    <Select className="field" selectedKey={value} onSelectionChange={(key) => onChange(key as K)} {...empty}>
      <Label className="select-label">{label}</Label>
      <Button className="select">
        <SelectValue />
        <ChevronDown aria-hidden size={16} />
      </Button>
      <Popover className="select-list">
        <ListBox>
          {options.map(({ id, name }) => (
            <ListBoxItem key={id} id={id} textValue={name} className="select-item">
              {name}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
