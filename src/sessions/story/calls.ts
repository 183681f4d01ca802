import { pathIn, recordIn, recordsIn, stampIn, stringIn, type JsonRecord } from '../transcript/record.ts';
import type { StoryCall } from './story.ts';
import { addBounded, cutText, shortText, type GatheredStory } from './gathered.ts';

const mostCommands = 1000;
const mostTasks = 200;

/** Takes the tool calls of an assistant record: commands of anybody, tasks and plans of the session itself. */
export function takeCalls(story: GatheredStory, record: JsonRecord, main: boolean): void {
  for (const call of callsOf(record)) {
    const { id, name, input } = call;
    if (name === 'Bash') takeCommand(story, record, call);
    else if (main && name === 'TaskCreate')
      addBounded(story.making, id, shortText(stringIn(input, 'subject') ?? ''), mostTasks);
    else if (main && name === 'TaskUpdate') updateTask(story, input);
    else if (main && name === 'TodoWrite') takeTodos(story, input);
    else if (main && name === 'ExitPlanMode') takePlan(story, record, input);
  }
}

type Call = { readonly id: string; readonly name: string; readonly input: JsonRecord };

function callsOf(record: JsonRecord): readonly Call[] {
  return recordsIn(recordIn(record, 'message') ?? {}, 'content').flatMap((entry) => {
    const [id, name, input] = [stringIn(entry, 'id'), stringIn(entry, 'name'), recordIn(entry, 'input')];
    return entry['type'] !== 'tool_use' || id === null || name === null || input === null ? [] : [{ id, name, input }];
  });
}

function takeCommand(story: GatheredStory, record: JsonRecord, { id, input }: Call): void {
  const command = stringIn(input, 'command');
  if (command === null) return;
  const { text, cut } = cutText(command);
  const made = {
    command: text,
    cut,
    cwd: pathIn(record, 'cwd'),
    from: stampIn(record, 'timestamp'),
    to: null,
    exit: null,
    end: 'open',
    background: input['run_in_background'] === true,
  } as const;
  addBounded(story.commands, id, made, mostCommands);
}

/** Task tools: 2.1.197 to 2.1.330, where the model has them. */
function updateTask({ tasks }: GatheredStory, input: JsonRecord): void {
  const id = stringIn(input, 'taskId');
  const task = id === null ? undefined : tasks.get(id);
  if (id === null || task === undefined) return;
  const status = stringIn(input, 'status') ?? task.status;
  if (status === 'deleted') tasks.delete(id);
  else tasks.set(id, { id, status, subject: shortText(stringIn(input, 'subject') ?? task.subject) });
}

/** The list of clients before those: each call states it whole. */
function takeTodos({ tasks }: GatheredStory, input: JsonRecord): void {
  tasks.clear();
  recordsIn(input, 'todos')
    .slice(0, mostTasks)
    .forEach((todo, index) => {
      const subject = stringIn(todo, 'content');
      const id = `todo-${index + 1}`;
      if (subject !== null)
        tasks.set(id, { id, subject: shortText(subject), status: stringIn(todo, 'status') ?? 'pending' });
    });
}

function takePlan(story: GatheredStory, record: JsonRecord, input: JsonRecord): void {
  const plan = stringIn(input, 'plan');
  if (plan !== null) story.plan = { ...cutText(plan), at: stampIn(record, 'timestamp') };
}

/** The last call of a record, for people. `id`: the one that is meant, where it holds several. */
export function callOf(record: JsonRecord, id: string | null): StoryCall | null {
  const calls = callsOf(record);
  const call = calls.find((one) => one.id === id) ?? calls.at(-1);
  if (call === undefined) return null;
  const about = aboutOf(call);
  return {
    tool: call.name.slice(0, 200),
    about: about === null ? null : cutText(about).text,
    cut: about !== null && cutText(about).cut,
    cwd: pathIn(record, 'cwd'),
    at: stampIn(record, 'timestamp'),
    open: id !== null,
  };
}

function aboutOf({ name, input }: Call): string | null {
  if (name === 'AskUserQuestion') {
    const [question] = recordsIn(input, 'questions');
    return question === undefined ? null : stringIn(question, 'question');
  }
  for (const key of ['command', 'file_path', 'notebook_path', 'pattern', 'description', 'url', 'subject']) {
    const value = stringIn(input, key);
    if (value !== null) return value;
  }
  return null;
}
