import { useState, type SubmitEvent } from 'react';
import { Input, Label, TextField } from 'react-aria-components';
import { useWords } from '../app/context.tsx';
import { Button } from './small.tsx';

/** Asks for what opens an encrypted document. The password lives in this field and goes to whoever asked. */
export function PasswordForm({
  about,
  takesFocus = true,
  onPassword,
}: {
  /** Which document, where more than one is asked about. */
  about?: string;
  takesFocus?: boolean;
  onPassword: (password: string) => void;
}) {
  const { say } = useWords();
  const [password, setPassword] = useState('');
  const submit = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    if (password !== '') onPassword(password);
  };
  return (
    <form className="password-form" onSubmit={submit}>
      <TextField
        className="field"
        type="password"
        value={password}
        onChange={setPassword}
        maxLength={127}
        autoFocus={takesFocus}
      >
        <Label>{about === undefined ? say('verify.password') : say('password.of', { title: about })}</Label>
        <Input autoComplete="off" />
      </TextField>
      <Button type="submit" look="main" isDisabled={password === ''}>
        {say('verify.open')}
      </Button>
    </form>
  );
}
