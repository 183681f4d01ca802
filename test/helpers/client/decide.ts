import { findSide, findStep, parseRequest, type ModelRequest } from './request.ts';
import { say, type Reply, type Script, type SideReplies } from './script.ts';

/** What a script answers to the body of a request. */
export function decide(script: Script, body: string): { readonly request: ModelRequest; readonly reply: Reply } {
  const parsed = { ...parseRequest(body), at: Date.now() };
  const side = findSide(parsed.system, parsed.messages);
  if (side !== null) {
    return { request: { ...parsed, purpose: side, conversation: null }, reply: say(sideText(script.side ?? {})[side]) };
  }
  const found = findStep(script, parsed.messages);
  if (found === null) {
    return { request: { ...parsed, purpose: 'unscripted', conversation: null }, reply: say('Not scripted.') };
  }
  return { request: { ...parsed, purpose: 'turn', conversation: found.when }, reply: found.reply };
}

function sideText({ title, recap, summary, job }: SideReplies): Record<keyof SideReplies, string> {
  return {
    title: JSON.stringify({ title: title ?? 'Scripted title' }),
    recap: recap ?? 'Scripted recap.',
    summary: `<summary>${summary ?? 'Scripted summary.'}</summary>`,
    job: JSON.stringify(job ?? { state: 'done', detail: 'Scripted end', tempo: 'idle' }),
  };
}
