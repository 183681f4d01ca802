import type { SecretLintCoreConfig } from '@secretlint/types';
import { findShapes, type Found } from './shapes.ts';

/**
 * The home of the secret filter: the recommended rules of secretlint, and beside them the shapes that are written in prompts and
 * commands. What it catches, what it misses and what it takes for a secret wrongly: docs/decisions/secret-filter.md.
 */

/** Gives the texts back with every secret replaced by `[secret removed: <kind>]`. */
export type SecretFilter = (texts: readonly string[]) => Promise<readonly string[]>;

/** Loads the rules, which takes some 50 ms. Rejects when they cannot be loaded: then nothing may be kept unfiltered. */
export async function openSecretFilter(): Promise<SecretFilter> {
  const [{ lintSource }, { creator }] = await Promise.all([
    import('@secretlint/core'),
    import('@secretlint/secretlint-rule-preset-recommend'),
  ]);
  const config: SecretLintCoreConfig = {
    rules: [
      {
        id: '@secretlint/secretlint-rule-preset-recommend',
        rule: creator,
        // A text must not be able to switch the filter off by a comment.
        rules: [{ id: '@secretlint/secretlint-rule-filter-comments', disabled: true }],
      },
    ],
  };
  const lint = async (content: string): Promise<readonly Found[]> => {
    const source = { filePath: 'texts.txt', content, ext: '.txt', contentType: 'text' } as const;
    const { messages } = await lintSource({ source, options: { config, noPhysicFilePath: true } });
    return messages.map(({ range: [start, end], ruleId }) => ({ start, end, kind: kindOf(ruleId) }));
  };
  const filter: SecretFilter = async (texts) => {
    const { content, starts } = join(texts);
    const found = await lint(content);
    return texts.map((text, index) => {
      const start = starts[index] ?? 0;
      return replace(text, [...findShapes(text), ...within(found, start, start + text.length)]);
    });
  };
  // An expression is made ready when it is first used. That takes longer than all texts of a checkpoint, and now git is waited for.
  await filter(['password', 'password']);
  return filter;
}

/** All texts are looked at as one, which takes a hundredth of the time. A secret that seems to span two is removed from both. */
function join(texts: readonly string[]): { readonly content: string; readonly starts: readonly number[] } {
  const starts: number[] = [];
  let length = 0;
  for (const text of texts) {
    starts.push(length);
    length += text.length + separator.length;
  }
  return { content: texts.join(separator), starts };
}

const separator = '\n\n \n\n';

function within(found: readonly Found[], start: number, end: number): readonly Found[] {
  return found
    .filter((one) => one.start < end && one.end > start)
    .map(({ start: from, end: to, kind }) => ({
      start: Math.max(from, start) - start,
      end: Math.min(to, end) - start,
      kind,
    }));
}

function replace(text: string, found: readonly Found[]): string {
  let made = '';
  let at = 0;
  const sorted = found.toSorted((a, b) => a.start - b.start || b.end - a.end);
  for (let index = 0; index < sorted.length; index += 1) {
    const one = sorted[index];
    if (one === undefined || one.end <= at) continue;
    // What overlaps is one secret, under the name of the first that saw it.
    if (one.start >= at) made += `${text.slice(at, one.start)}[secret removed: ${one.kind}]`;
    at = one.end;
  }
  return made + text.slice(at);
}

/** `@secretlint/secretlint-rule-github` is `github`. */
function kindOf(ruleId: string): string {
  const name = ruleId.replace(/^@secretlint\/secretlint-rule-/u, '').replaceAll('-', ' ');
  return name === 'privatekey' ? 'private key' : name;
}
