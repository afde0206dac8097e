import type { UpdateSource } from '../../contract/updates.ts';
import { folderSource } from './folder.ts';
import { type Fetch, httpSource } from './http.ts';
import type { Source } from './source.ts';

export { folderSource, httpSource, type Fetch };
export { type Opened, type Source, SourceBroke, readSmall } from './source.ts';

export function sourceOf(source: UpdateSource, fetch: Fetch): Source {
  return source.kind === 'http' ? httpSource(source.url, fetch) : folderSource(source.path);
}
