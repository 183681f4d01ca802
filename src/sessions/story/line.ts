import { parseRecord, recordIn, stringIn, type JsonRecord } from '../transcript/record.ts';
import { takeCalls } from './calls.ts';
import { addBounded, shortText, type GatheredStory } from './gathered.ts';
import { takeFailure, takeUser } from './records.ts';
import { takeResults } from './results.ts';

/** Bytes that tell a line's kind; the client writes JSON without white space. */
const marks = {
  request: Buffer.from('{"type":"api-request'),
  user: Buffer.from('"role":"user"'),
  assistant: Buffer.from('"role":"assistant"'),
  result: Buffer.from('"tool_result"'),
  call: Buffer.from('"tool_use"'),
  failure: Buffer.from('"isApiErrorMessage":true'),
  agent: Buffer.from('"agentId":"'),
  resultId: Buffer.from('"tool_use_id":"'),
  callId: Buffer.from('"type":"tool_use","id":"'),
} as const;

const titles = ['custom-title', 'agent-name', 'ai-title'].map((type) => Buffer.from(`{"type":"${type}"`));
/** Calls whose input is wanted as soon as they come; of the others only the last one matters. */
const wanted = ['Bash', 'TaskCreate', 'TaskUpdate', 'TodoWrite', 'ExitPlanMode'].map((name) =>
  Buffer.from(`"name":"${name}"`),
);

/** Where the kind of a record stands, unless an odd client puts it elsewhere. */
const head = 1024;
/** Of `{"type"`. */
const letterT = 0x74;
const mostOpen = 20;
/** A larger call (a whole file being written) is not remembered for its own sake. */
const largestCall = 1024 * 1024;

/** Takes what one line tells. Only a line that can tell something is parsed: most of a transcript is file contents. */
export function takeLine(story: GatheredStory, bytes: Buffer, whose: 'session' | 'hand'): void {
  // Records of the conversation begin with another field than their type.
  if (bytes[2] === letterT) {
    if (begins(bytes, marks.request)) return;
    if (titles.some((title) => begins(bytes, title))) {
      if (whose === 'session') takeTitle(story, parse(bytes));
      return;
    }
  }
  const role = roleOf(bytes);
  const main = whose === 'session' && !isSide(bytes);
  if (role === 'assistant') takeAssistant(story, bytes, main);
  else if (role === 'user') takeUserLine(story, bytes, main);
}

/** Looks at the head first: the rest may be megabytes, and hold records of other conversations. */
function roleOf(bytes: Buffer): 'assistant' | 'user' | null {
  const start = bytes.toString('latin1', 0, head);
  if (start.includes('"role":"assistant"')) return 'assistant';
  if (start.includes('"role":"user"')) return 'user';
  if (bytes.length <= head) return null;
  if (bytes.includes(marks.assistant, head - marks.assistant.length)) return 'assistant';
  return bytes.includes(marks.user, head - marks.assistant.length) ? 'user' : null;
}

/** A subagent's record in its parent's file (older clients); in a file of its own it names its agent. */
function isSide(bytes: Buffer): boolean {
  return bytes.toString('latin1', 0, head).includes('"isSidechain":true') && !bytes.includes(marks.agent);
}

function takeAssistant(story: GatheredStory, bytes: Buffer, main: boolean): void {
  const failed = bytes.includes(marks.failure);
  if (main) story.failure = null;
  if (main && failed) takeFailure(story, parse(bytes));
  if (failed || !bytes.includes(marks.call)) return;
  if (main) remember(story, bytes);
  if (!wanted.some((name) => bytes.includes(name))) return;
  const record = parse(bytes);
  if (record !== null) takeCalls(story, record, main);
}

/** The lines of calls without a result are kept as they are: parsed is only what is still open in the end. */
function remember(story: GatheredStory, bytes: Buffer): void {
  if (bytes.length > largestCall) return;
  story.lastCall = Buffer.from(bytes);
  for (const id of idsAfter(bytes, marks.callId)) addBounded(story.open, id, story.lastCall, mostOpen);
}

function takeUserLine(story: GatheredStory, bytes: Buffer, main: boolean): void {
  if (!bytes.includes(marks.result)) {
    const record = parse(bytes);
    if (record !== null) takeUser(story, record, main);
    return;
  }
  const ids = idsAfter(bytes, marks.resultId);
  for (const id of ids) story.open.delete(id);
  if (!ids.some((id) => story.commands.has(id) || story.making.has(id))) return;
  const record = parse(bytes);
  if (record !== null) takeResults(story, record);
}

/** Ids are plain ASCII. What a tool printed cannot look like one: in it, quotes are escaped. */
function idsAfter(bytes: Buffer, mark: Buffer): string[] {
  const ids: string[] = [];
  for (let at = bytes.indexOf(mark); at !== -1; at = bytes.indexOf(mark, at + mark.length)) {
    const start = at + mark.length;
    const end = bytes.indexOf(0x22, start);
    if (end !== -1 && end - start <= 200) ids.push(bytes.toString('latin1', start, end));
  }
  return ids;
}

function takeTitle(story: GatheredStory, record: JsonRecord | null): void {
  if (record === null) return;
  const given = stringIn(record, 'customTitle') ?? stringIn(record, 'agentName');
  const generated = stringIn(record, 'aiTitle');
  if (given !== null) story.title = shortText(given);
  if (generated !== null) story.generatedTitle = shortText(generated);
}

function begins(bytes: Buffer, mark: Buffer): boolean {
  return bytes.subarray(0, mark.length).equals(mark);
}

/** NULs at the start come from a file system that lost a write. */
function parse(bytes: Buffer): JsonRecord | null {
  const record = parseRecord(bytes.toString('utf8').replace(/^\0+/u, ''));
  return record !== null && recordIn(record, 'message') === null && !isTitle(record) ? null : record;
}

function isTitle(record: JsonRecord): boolean {
  return 'customTitle' in record || 'agentName' in record || 'aiTitle' in record;
}
