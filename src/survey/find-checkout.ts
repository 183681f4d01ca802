import { access } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** The nearest directory upwards that holds a `.git`; `null` where none does. Starts no process. */
export async function findCheckout(directory: string): Promise<string | null> {
  for (let here = directory; ; here = dirname(here)) {
    const found = await access(join(here, '.git')).then(
      () => true,
      () => false,
    );
    if (found) return here;
    if (dirname(here) === here) return null;
  }
}
