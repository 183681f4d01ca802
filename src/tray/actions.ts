import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Attention, AttentionRow } from '../attention.ts';
import { readLatestCheckpoint } from '../checkpoints/history/read-latest.ts';
import type { Config } from '../config/settle.ts';
import type { Surroundings } from '../places.ts';
import { saveText } from '../save-whole.ts';
import { resumeOf } from '../sessions/resume.ts';
import { checkpointPage } from './checkpoint-page.ts';
import type { Click } from './click.ts';
import { copyText, opener } from './clipboard.ts';
import { fill } from './fill.ts';
import { jump } from './jump.ts';
import { pageHtml, type Page } from './page.ts';
import type { Programs } from './programs.ts';

/** What an action may need. */
export type ActionsOptions = Surroundings & {
  readonly programs: Programs;
  readonly now: () => Date;
  /** Where pages lie that a viewer opens. */
  readonly directory: string;
  /** How kg itself is started: Node, and the file. */
  readonly self: readonly string[];
};

/** What a click found out that the person should read; `null` when there is nothing to say. */
export type Said = { readonly title: string; readonly body: string } | null;

/** The clicks that reach out of the tray. */
export type OutwardClick = Extract<
  Click,
  { readonly do: 'checkpoint' | 'jump' | 'resume' | 'open' | 'save' | 'conflict' }
>;

export type Asked = { readonly attention: Attention; readonly config: Config };

/** Does what a click asks for. Rejects only by a bug or a full disk: what cannot be done is said. */
export async function act(click: OutwardClick, asked: Asked, options: ActionsOptions): Promise<Said> {
  if (click.do === 'conflict') return openConflict(click, options);
  const found = rowOf(asked.attention, click.session);
  if (found === null) return say('kg', 'That session is not there any more');
  const { row } = found;
  const path = row.worktree?.path ?? row.session.cwd;
  if (click.do === 'checkpoint') return openCheckpoint(found, options);
  if (click.do === 'resume') return copyResume(row, options);
  if (click.do === 'jump') return jumpTo(row, path ?? '', asked.config, options);
  if (path === null) return say('kg', 'No source says where that session works');
  return click.do === 'open' ? openFolder(path, asked.config.tray.open, options) : saveCheckpoint(path, options);
}

type Found = { readonly row: AttentionRow; readonly commonDirectory: string | null };

function rowOf({ groups }: Attention, session: string): Found | null {
  for (const { project, rows } of groups) {
    const row = rows.find((one) => one.session.id === session);
    if (row !== undefined) return { row, commonDirectory: project?.commonDirectory ?? null };
  }
  return null;
}

async function openCheckpoint({ row, commonDirectory }: Found, options: ActionsOptions): Promise<Said> {
  const { worktree, session } = row;
  const read =
    worktree === null || commonDirectory === null ? null : await readLatestCheckpoint({ worktree, commonDirectory });
  if (read?.checkpoint) return openPage(session.id, checkpointPage(read.checkpoint, options.now()), options);
  const path = worktree?.path ?? null;
  const shown = path === null ? null : await options.programs.run([...options.self, 'show', session.id, '-C', path]);
  const facts = [`session ${session.id}`, `status ${session.status}`, `last action ${session.lastAction ?? 'unknown'}`];
  const text = shown?.exitCode === 0 && shown.stdout !== '' ? shown.stdout : facts.join('\n');
  const page = {
    title: worktree?.branch ?? path ?? session.cwd ?? session.id,
    subtitle: `No checkpoint yet; how it stands now. To save one, run kg checkpoint`,
    parts: [{ heading: '', text }],
  };
  return openPage(session.id, page, options);
}

async function openConflict(
  { a, b }: { readonly a: string; readonly b: string },
  options: ActionsOptions,
): Promise<Said> {
  const ran = await options.programs.run([...options.self, 'overlap', a, b, '--diff', '-C', a]);
  const text = ran === null || ran.stdout === '' ? 'The conflict is not there any more' : ran.stdout;
  const page = { title: 'Conflict', subtitle: `${a} ↔ ${b}`, parts: [{ heading: '', text }] };
  return openPage(`${a}\0${b}`, page, options);
}

async function openPage(key: string, page: Page, { directory, programs, platform }: ActionsOptions): Promise<Said> {
  const file = join(directory, 'pages', `${createHash('sha256').update(key).digest('hex').slice(0, 16)}.html`);
  await saveText(file, pageHtml(page));
  const opened = await programs.start([...opener(platform), file]);
  return opened ? null : say('kg found no program to show a page with', file);
}

async function jumpTo(
  { session: { pid } }: AttentionRow,
  path: string,
  { tray }: Config,
  options: ActionsOptions,
): Promise<Said> {
  if (pid === undefined) return say('kg', 'No process runs that session');
  const why = await jump({ pid, path, configured: tray.jump, ...options });
  return why === null ? null : say('kg cannot jump there', why);
}

async function copyResume({ session }: AttentionRow, { programs, platform, env, home }: ActionsOptions): Promise<Said> {
  const { command, note } = resumeOf({ session, home, defaultDirectory: env['CLAUDE_CONFIG_DIR'] ?? null });
  const copied = await copyText(command, { programs, platform, env });
  if (!copied) return say('No program for the clipboard found (wl-copy, xclip, xsel)', command);
  return say('Resume command copied', note === null ? command : `${command}\n${note}`);
}

async function openFolder(
  path: string,
  configured: readonly string[],
  { programs, platform }: ActionsOptions,
): Promise<Said> {
  const argv = configured.length === 0 ? [...opener(platform), path] : fill(configured, { path });
  const opened = await programs.start(argv);
  return opened
    ? null
    : say(`${argv[0]} could not be started`, 'To choose another program, set tray.open in the config');
}

async function saveCheckpoint(path: string, { self, programs }: ActionsOptions): Promise<Said> {
  const ran = await programs.run([...self, 'checkpoint', '-C', path], { within: 60_000 });
  if (ran?.exitCode === 0) return say('Checkpoint saved', ran.stdout.trim());
  return say('No checkpoint could be saved', `To see why, run kg checkpoint -C ${path}`);
}

function say(title: string, body: string): Said {
  return { title, body };
}
