import type { Diagnosis } from './diagnosis.ts';
import type { CacheFacts } from './facts.ts';

/** kg works without a cache, and starts slower. */
export function checkCache({ directory, nearest, failure }: CacheFacts): Diagnosis {
  const about = { id: 'cache', subject: 'Cache' };
  if (failure === null) {
    const says = nearest === directory ? `${directory} can be written` : `${directory} can be made when it is needed`;
    return { ...about, verdict: 'ok', says };
  }
  return {
    ...about,
    verdict: 'warning',
    says: `${directory} cannot be written, so every start is slow`,
    evidence: [`${nearest}: ${failure}`],
    mend: 'To keep it elsewhere, run export KG_CACHE_DIR="$HOME/.kg-cache"',
  };
}
