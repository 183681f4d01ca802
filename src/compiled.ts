import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Script } from 'node:vm';
import { crc32 } from 'node:zlib';
import { cacheDirectory } from './places.ts';

/**
 * Loads a bundle of kg's own, a CommonJS module, with what V8 compiled of it at earlier starts for the same question, and answers
 * what it exports.
 *
 * Node's compile cache keeps a module as it is before any of it has run: without what is in its functions, which V8 compiles when
 * they are first called, and so at every start anew. Here it is kept as it is afterwards. The first starts each add what they have
 * called; later ones only read. A missing, damaged or foreign file costs the time that it would have spared, and nothing else.
 */
export function loadCompiled(process: NodeJS.Process, entry: string, question: string): unknown {
  const file = fileFor(process, entry, question);
  const kept = file === null ? nothing : readKept(file);
  const loaded: Loaded[] = [];
  const modules = new Map<string, { readonly exports: unknown }>();
  const load = (path: string): unknown => {
    const known = modules.get(path);
    if (known !== undefined) return known.exports;
    const source = readFileSync(path, 'utf8');
    const key = `${basename(path)} ${source.length} ${sumOf(source)}`;
    const cachedData = kept.parts.get(key);
    const script = new Script(wrapped(source), { filename: path, ...(cachedData && { cachedData }) });
    loaded.push({ key, script, isKept: cachedData !== undefined && script.cachedDataRejected !== true });
    const module = { exports: {} };
    modules.set(path, module);
    const fromNode = createRequire(path);
    const require = (id: string): unknown => (/^\..*\.cjs$/u.test(id) ? load(join(dirname(path), id)) : fromNode(id));
    const run: unknown = script.runInThisContext();
    if (typeof run === 'function') run.call(module.exports, module.exports, require, module, path, dirname(path));
    return module.exports;
  };
  if (file !== null) atRest(process, () => keep(file, kept.rounds, loaded));
  return load(entry);
}

type Loaded = {
  /** Name, length and sum of the source. */
  readonly key: string;
  readonly script: Script;
  /** Whether what was kept of it could be used. */
  readonly isKept: boolean;
};

type Kept = {
  /** How many starts have added what they called. */
  readonly rounds: number;
  readonly parts: ReadonlyMap<string, Buffer>;
};

/** A first look, a second one and one after a change do not call the same. */
const ROUNDS = 3;

/** What decides whether V8 can use it is in the name, so that two of them do not take turns in writing one file. */
function fileFor(process: NodeJS.Process, entry: string, question: string): string | null {
  const { env, platform, version, arch, execArgv } = process;
  if (env['NODE_DISABLE_COMPILE_CACHE'] !== undefined) return null;
  const made = JSON.stringify([entry, version, arch, execArgv, env['NODE_OPTIONS']]);
  const name = `${basename(entry, '.cjs')}-${question}-${sumOf(made)}${SUFFIX}`;
  return join(cacheDirectory({ env, home: homedir(), platform }), 'compiled', name);
}

const SUFFIX = '.kept';

/** When the program ends, and in one that goes on when it has begun: V8 forgets in time what is not called again. */
function atRest(process: NodeJS.Process, task: () => void): void {
  const once = (): void => {
    process.off('exit', once);
    clearTimeout(timer);
    task();
  };
  const timer = setTimeout(once, BEGUN).unref();
  process.once('exit', once);
}

/** Milliseconds. */
const BEGUN = 2000;

/** As Node wraps a CommonJS module, on the same line. */
function wrapped(source: string): string {
  return `(function (exports, require, module, __filename, __dirname) { ${source}\n})`;
}

const nothing: Kept = { rounds: 0, parts: new Map() };

type Head = { readonly rounds: number; readonly parts: readonly (readonly [key: string, size: number])[] };

/** V8 believes what it is given, so a file is of use only where it is what was written. */
function readKept(file: string): Kept {
  try {
    const content = readFileSync(file);
    const body = content.subarray(SUM);
    if (content.toString('latin1', 0, SUM) !== sumOf(body)) return nothing;
    let at = body.indexOf('\n');
    const { rounds, parts }: Head = JSON.parse(body.toString('utf8', 0, at));
    at += 1;
    return { rounds, parts: new Map(parts.map(([key, size]) => [key, body.subarray(at, (at += size))])) };
  } catch {
    return nothing;
  }
}

function keep(file: string, rounds: number, loaded: readonly Loaded[]): void {
  const isNew = loaded.some(({ isKept }) => !isKept);
  if (!isNew && rounds >= ROUNDS) return;
  const beside = `${file}.${process.pid}-${process.hrtime.bigint()}`;
  try {
    const made = loaded.map(({ key, script }) => ({ key, data: script.createCachedData() }));
    const head: Head = { rounds: isNew ? 1 : rounds + 1, parts: made.map(({ key, data }) => [key, data.length]) };
    const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), ...made.map(({ data }) => data)]);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(beside, Buffer.concat([Buffer.from(sumOf(body)), body]), { mode: 0o600 });
    renameSync(beside, file);
    removeOld(file);
  } catch {
    // A cache that cannot be written costs time only.
    rmSync(beside, { force: true });
  }
}

/** Of a Node or a kg that is there no more; one that is gets its own back. */
function removeOld(file: string): void {
  const { mtimeMs } = statSync(file);
  const directory = dirname(file);
  for (const name of readdirSync(directory)) {
    if (!name.includes(SUFFIX)) continue;
    const other = join(directory, name);
    const found = statSync(other, { throwIfNoEntry: false });
    if (found !== undefined && found.mtimeMs < mtimeMs - OLD) rmSync(other, { force: true });
  }
}

/** Milliseconds of a month. */
const OLD = 30 * 24 * 60 * 60 * 1000;

/** Characters of a sum. */
const SUM = 8;

/** Node's own compile cache trusts the same sum; what digests would take longer to load than all of this takes. */
function sumOf(content: string | Buffer): string {
  return crc32(content).toString(16).padStart(SUM, '0');
}
