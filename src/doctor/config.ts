import { quote } from '../sessions/resume.ts';
import type { Diagnosis } from './diagnosis.ts';
import type { ConfigFacts } from './facts.ts';

export function checkConfig({ sources, problems, invalid }: ConfigFacts): Diagnosis {
  const about = { id: 'config', subject: 'Config' };
  const used = sources.map(({ where, keys }) => `${where}: ${keys.length > 0 ? keys.join(', ') : 'sets nothing'}`);
  if (invalid) {
    const file = typeof invalid['file'] === 'string' ? invalid['file'] : null;
    const variable = typeof invalid['variable'] === 'string' ? invalid['variable'] : null;
    const mistakes: readonly unknown[] = Array.isArray(invalid['mistakes']) ? invalid['mistakes'] : [invalid];
    return {
      ...about,
      verdict: 'failure',
      says: `${file ?? variable ?? 'a source'} is not valid, so no command that reads it works`,
      evidence: mistakes.map(mistakeWords),
      mend: file === null ? `To drop it, run unset ${variable ?? ''}`.trim() : `To correct it, edit ${quote(file)}`,
    };
  }
  if (problems.length > 0) {
    return {
      ...about,
      verdict: 'warning',
      says: 'part of what stands in a config file is ignored',
      evidence: problems.map(({ message }) => message),
      mend: 'To be rid of this, take it out of that file, or move it to the user config',
    };
  }
  if (sources.length === 0) return { ...about, verdict: 'ok', says: 'no config: every key has its default' };
  const count = sources.length === 1 ? '1 source' : `${sources.length} sources`;
  return { ...about, verdict: 'ok', says: `${count} read without a mistake`, evidence: used };
}

/** One mistake in one line; the details are plain JSON of any shape. */
function mistakeWords(mistake: unknown): string {
  const fields = new Map<string, unknown>(
    typeof mistake === 'object' && mistake !== null ? Object.entries(mistake) : [],
  );
  const [line, key, message, value] = ['line', 'key', 'message', 'value'].map((name) => fields.get(name));
  const expected = [fields.get('expected')].flat().filter((one) => typeof one === 'string');
  const where = typeof line === 'number' ? `line ${line}: ` : '';
  const subject = typeof key === 'string' ? `${key} ` : '';
  const found =
    typeof message === 'string' ? message : value === undefined ? 'is no key' : `is ${JSON.stringify(value)}`;
  return `${where}${subject}${found}${expected.length > 0 ? `; expected ${expected.join(', ')}` : ''}`;
}
