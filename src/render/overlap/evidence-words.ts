import type { Evidence } from '../../overlap/semantic/finding.ts';
import { plain } from '../text.ts';

/** What a side did and where, without the contracts. */
export function evidenceWords({ did, path, line }: Evidence): string {
  return `${deeds[did]} ${plain(path)}${line === null ? '' : `:${line}`}`;
}

const deeds: Readonly<Record<Evidence['did'], string>> = {
  uses: 'uses it at',
  declares: 'declares it at',
  removed: 'removed it from',
  changed: 'changed',
  edited: 'edited',
};
