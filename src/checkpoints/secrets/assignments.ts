import type { Found } from './shapes.ts';

/** Names whose values are secrets, as the end of a variable, an option, a field or a query parameter. */
const names = String.raw`pass(?:word|wd|phrase|code)?|pwd|secret(?:[-_.]?(?:key|value|string))?|token|auth[-_.]?token|api[-_.]?key|apikey|app[-_.]?key|access[-_.]?key(?:[-_.]?id)?|(?:private|signing|encryption|license|account|shared|session|service|master|deploy|webhook|ssh|storage|subscription|admin|anon|consumer|publishable|secret|hmac|jwt|cookie)[-_.]?(?:key|secret|token|salt)|client[-_.]?secret|credentials?|auth|_auth|authorization|bearer|cookie|sig(?:nature)?|sas|dsn|connection[-_.]?string|otp|mfa|totp|seed|mnemonic|salt|pin|key`;

/** `NAME=value`, `"name": "value"`, `--name value`, `?name=value`: the name and what stands between it and the value. */
const assignment = new RegExp(
  String.raw`(?<![\w.-])(?<name>(?:[\w.-]{0,60}?[-_.])?(?:${names})|[\w.-]{0,60}?[A-Za-z](?:Password|Passwd|Secret|Token|ApiKey|AccessKey|PrivateKey|Credentials?))(?<mark>["']?[ \t]*(?:=>|:=|==?|:)[ \t]*|[ \t]+(?=\S))(?<quote>\$?["'\x60]|\\")?(?<value>[^\s"'\x60\\;&|<>()]+)`,
  'giu',
);
/** Of these names even a value that looks like a word is a secret. */
const surely = /pass(?:word|wd|phrase|code)?$|pwd$|secret$/iu;
/** A name that ends in "key" alone says nothing when its value is a word. */
const hardly = /(?:^|[-_.])(?:key|pin|sig|seed|salt|auth|sas|otp|mfa|cookie|dsn)$/iu;

/** Finds the values of names that say that they are secrets. */
export function findAssigned(text: string): readonly Found[] {
  const found: Found[] = [];
  for (const match of text.matchAll(assignment)) {
    const { name = '', mark = '', quote = '', value = '' } = match.groups ?? {};
    const end = match.index + match[0].length;
    if (
      isAssigned({
        name,
        mark,
        quoted: quote !== '',
        value,
        rest: text.slice(end, end + 200),
        dashed: isOption(text, match.index),
      })
    )
      found.push({ start: end - value.length, end: closed(text, end, quote), kind: kindOf(name) });
  }
  return found;
}

function isOption(text: string, start: number): boolean {
  return text.slice(Math.max(0, start - 2), start).endsWith('-') || text[start] === '-';
}

/** A quoted value goes on to its quote, blanks included; one without an end to the end of its line. */
function closed(text: string, end: number, quote: string): number {
  const mark = quote.at(-1);
  if (mark === undefined) return end;
  const line = text.indexOf('\n', end);
  const last = text.indexOf(mark, end);
  if (last === -1) return line === -1 ? text.length : line;
  return line !== -1 && line < last ? line : last;
}

type Assigned = {
  readonly name: string;
  readonly mark: string;
  readonly quoted: boolean;
  readonly value: string;
  readonly rest: string;
  /** Written as an option of a program. */
  readonly dashed: boolean;
};

/** Whether what looks like an assignment is one, and not a sentence with the word "password" in it. */
function isAssigned({ name, mark, quoted, value, rest, dashed }: Assigned): boolean {
  if (value.length < 3 || isHarmless(value)) return false;
  const random = /\d/u.test(value) && /[A-Za-z]/u.test(value) && value.length >= 6;
  if (mark.trim() === '')
    return dashed && !value.startsWith('-') && (!hardly.test(name) || random || value.length >= 16);
  if (hardly.test(name)) return random && value.length >= 8;
  if (mark.trim() === '=' && mark === mark.trim()) return quoted || random || surely.test(name) || value.length >= 8;
  if (quoted || random) return true;
  // "password: swordfish" alone on its line; "fix the password: it is too short" goes on.
  return surely.test(name) && /^[ \t,.]*(?:\r?\n|$)/u.test(rest);
}

/** What stands for a value, or is no value: variables, types, calls, the mask of an earlier filter. */
function isHarmless(value: string): boolean {
  return (
    /^(?:\$|%\w+%$|\{\{?|<|\*{2,}|x{3,}$|\.{3}|…|\[)/iu.test(value) ||
    /^(?:true|false|null|none|undefined|string|number|boolean|required|optional|invalid|expired|missing|empty|process\.env\b.*|env\..*|os\.environ.*|import\.meta.*|req\.\w.*|this\.\w.*|self\.\w.*)[,.]*$/iu.test(
      value,
    )
  );
}

function kindOf(name: string): string {
  if (surely.test(name)) return /secret$/iu.test(name) ? 'secret' : 'password';
  return /key(?:[-_.]?id)?$/iu.test(name) ? 'key' : 'token';
}
