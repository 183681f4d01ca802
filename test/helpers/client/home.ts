/**
 * A home for one test's clients: empty but for what ends the onboarding. The client is started from an empty environment, so
 * nothing of the person's is read or written, and a dead proxy keeps every request that is not for the scripted API here.
 */
import { mkdir, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ClientHome = {
  /** Holds everything else; removed by `close`. Real path. */
  readonly root: string;
  /** `CLAUDE_CONFIG_DIR`. */
  readonly config: string;
  /** The whole environment of a client. */
  readonly environment: (options: { readonly api: string }) => Record<string, string>;
  readonly close: () => Promise<void>;
};

/** `trusted`: main checkouts whose trust question counts as answered; it holds for their linked worktrees too. */
export async function openClientHome(options: {
  readonly version: string;
  readonly trusted: (root: string) => readonly string[];
}): Promise<ClientHome> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'kg-client-')));
  const home = join(root, 'home');
  const config = join(root, 'config');
  const temporary = join(root, 'tmp');
  await Promise.all([home, config, temporary].map((directory) => mkdir(directory, { mode: 0o700 })));
  const known = knownToTheClient(options.version, options.trusted(root));
  await writeFile(join(config, '.claude.json'), JSON.stringify(known));
  return {
    root,
    config,
    environment: ({ api }) => ({
      ...sealed,
      ...inherited(),
      HOME: home,
      USERPROFILE: home,
      TMPDIR: temporary,
      CLAUDE_CONFIG_DIR: config,
      ANTHROPIC_BASE_URL: api,
    }),
    close: () => rm(root, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 }),
  };
}

const key = 'scripted-key'; // the client remembers an answer by the last 20 characters of a key

const sealed = {
  TERM: 'xterm-256color',
  LANG: 'C.UTF-8',
  TZ: 'UTC',
  SHELL: '/bin/sh',
  ANTHROPIC_API_KEY: key,
  HTTPS_PROXY: 'http://127.0.0.1:9',
  HTTP_PROXY: 'http://127.0.0.1:9',
  NO_PROXY: '127.0.0.1,localhost',
  DISABLE_AUTOUPDATER: '1',
  DISABLE_TELEMETRY: '1',
  DISABLE_ERROR_REPORTING: '1',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  CLAUDE_CODE_DISABLE_OFFICIAL_MARKETPLACE_AUTOINSTALL: '1', // it would be cloned by ssh, which asks no proxy
  BUN_JSC_useDFGJIT: '0', // a client lives for seconds: what is optimized meanwhile is hardly run
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_CONFIG_SYSTEM: '/dev/null',
  GIT_CONFIG_NOSYSTEM: '1',
};

/** Where programs are found is the machine's to say. */
function inherited(): Record<string, string> {
  const { PATH = '/usr/local/bin:/usr/bin:/bin' } = process.env;
  return { PATH };
}

function knownToTheClient(version: string, trusted: readonly string[]): unknown {
  return {
    hasCompletedOnboarding: true,
    theme: 'dark',
    lastOnboardingVersion: version,
    lastReleaseNotesSeen: version,
    customApiKeyResponses: { approved: [key], rejected: [] },
    projects: Object.fromEntries(trusted.map((path) => [path, { hasTrustDialogAccepted: true }])),
  };
}
