/** A page for the person's browser: text that was read somewhere, and nothing that runs or loads. */
export type Page = { readonly title: string; readonly subtitle: string; readonly parts: readonly PagePart[] };

export type PagePart =
  | { readonly heading: string; readonly items: readonly string[] }
  | { readonly heading: string; readonly text: string };

/**
 * Writes a page as HTML. Every word goes through `escape`, and the policy forbids scripts, pictures and anything from a network:
 * what stands in a transcript stays text.
 */
export function pageHtml({ title, subtitle, parts }: Page): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">`,
    '<meta name="viewport" content="width=device-width">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escape(title)}</title>`,
    `<style>${style}</style>`,
    '</head>',
    '<body>',
    `<h1>${escape(title)}</h1>`,
    `<p class="subtitle">${escape(subtitle)}</p>`,
    ...parts.flatMap(partHtml),
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function partHtml(part: PagePart): readonly string[] {
  const heading = part.heading === '' ? [] : [`<h2>${escape(part.heading)}</h2>`];
  if ('text' in part) return [...heading, `<pre>${escape(part.text)}</pre>`];
  return [...heading, '<ul>', ...part.items.map((item) => `<li>${escape(item)}</li>`), '</ul>'];
}

const style = [
  ':root { color-scheme: light dark; }',
  'body { font: 16px/1.5 system-ui, sans-serif; max-width: 52rem; margin: 2rem auto; padding: 0 1rem; }',
  'h1 { font-size: 1.4rem; margin-bottom: 0; } h2 { font-size: 1rem; margin: 1.5rem 0 .3rem; }',
  '.subtitle { opacity: .7; margin-top: .2rem; } ul { margin: 0; padding-left: 1.2rem; }',
  'li, pre { overflow-wrap: anywhere; } pre { white-space: pre-wrap; font: 14px/1.4 ui-monospace, monospace; margin: 0; }',
].join('\n');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Controls other than tab and line feed, and what turns the direction of text around, are shown as a replacement character. */
function escape(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[&<>"']/gu, (character) => entities[character] ?? '')
    .replaceAll(/[\p{Cc}--[\t\n]]/gv, '\uFFFD')
    .replaceAll(/[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
