import type { Checkpoint } from '../checkpoint.ts';
import type { SecretFilter } from '../secrets/filter.ts';
import { leftOut } from './clean-draft.ts';
import { shorten, visible } from './shorten.ts';
import { limits } from './texts.ts';

/** What is known of a checkpoint only when git has answered everything: by then the rest of it has been through the filter. */
export type Rest = Pick<Checkpoint, 'drift' | 'code' | 'problems'>;

/**
 * Sends the texts of the rest through the secret filter: paths of files, which may hold a token, and what git said when it failed.
 * A path of saved code is only changed where it holds a secret, since it names the file. Where the filter fails, no text is left.
 */
export async function cleanRest(rest: Rest, open: () => Promise<SecretFilter>): Promise<Rest> {
  const texts: string[] = [];
  mapRest(rest, (text, limit) => {
    texts.push(limit === null ? text : visible(text));
    return text;
  });
  const filter = await open().catch(() => null);
  const filtered = await filter?.(texts).catch(() => null);
  let at = 0;
  return mapRest(rest, (_, limit) => {
    const text = filtered?.[at] ?? leftOut;
    at += 1;
    return limit === null ? text : shorten(text, limit);
  });
}

/** Takes a text and the most characters that may be left of it; `null` where it stays as it is. */
type Clean = (text: string, limit: number | null) => string;

function mapRest({ drift, code, problems }: Rest, clean: Clean): Rest {
  return {
    drift:
      drift?.map((one) => ({
        ...one,
        path: clean(one.path, limits.path),
        writer: clean(one.writer, limits.path),
      })) ?? null,
    code:
      code === null
        ? null
        : {
            ...code,
            files: code.files.map((file) => ({
              ...file,
              path: clean(file.path, null),
              ...(file.from === undefined ? {} : { from: clean(file.from, null) }),
            })),
            skipped: code.skipped.map(({ path, reason }) => ({ path: clean(path, null), reason })),
          },
    problems: problems.map((one) => ({ ...one, message: clean(one.message, limits.problem) })),
  };
}

/** One text alone, such as a model's or git's; `null` when the filter fails. */
export async function cleanText(
  text: string,
  {
    limit,
    open,
    form = 'lines',
  }: { readonly limit: number; readonly open: () => Promise<SecretFilter>; readonly form?: 'line' | 'lines' },
): Promise<string | null> {
  try {
    const filter = await open();
    const [filtered = ''] = await filter([visible(text)]);
    return shorten(filtered, limit, form);
  } catch {
    return null;
  }
}
