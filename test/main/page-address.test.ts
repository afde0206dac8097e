import { expect, test } from 'vitest';
import { pageAddress } from '../../src/main/page-address.ts';

test('only pages of the web go to the browser of the system', () => {
  const page = 'https://ingreso.mp.example/auth?client_id=fojas&redirect_uri=http%3A%2F%2F127.0.0.1%3A4711%2Fcallback';
  expect(pageAddress(page)).toBe(page);
  expect(pageAddress('http://127.0.0.1:3000/auth')).toBe('http://127.0.0.1:3000/auth');
  for (const bad of [
    ...['', 'ingreso.mp.example', 'http://ingreso.mp.example/auth', 'http://127.0.0.1.example/', 'http://localhost/'],
    ...['file:///etc/passwd', 'javascript:alert(1)', 'data:text/html,x', 'smb://host/share', '\\\\host\\share'],
    ...[
      'ms-settings:',
      'fojas://act/1',
      'https://ana:clave@mp.example/',
      'https://',
      `https://mp.example/${'x'.repeat(5000)}`,
    ],
  ])
    expect(pageAddress(bad), bad).toBeNull();
  // Spelt anew: nothing that another program would read otherwise.
  expect(pageAddress('https://mp.example/a b"c\n')).toBe('https://mp.example/a%20b%22c');
});
