import type { Language } from './language.ts';

/** Whether a declaration can be seen from other files. `head` is its text up to the name; `marked` says that an export holds it. */
export function isVisible(
  language: Language,
  { name, head, marked }: { readonly name: string; readonly head: string; readonly marked: boolean },
): boolean {
  if (language === 'python') return !name.startsWith('_') || /^__\w+__$/u.test(name);
  if (language === 'go') return /^\p{Lu}/u.test(name);
  if (language === 'rust') return /\bpub\b/u.test(head);
  return language === 'java' ? !/\bprivate\b/u.test(head) : marked;
}
