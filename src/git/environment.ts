/**
 * The environment that every git process of kg runs in.
 *
 * A repository is hostile input: its config can name programs (fsmonitor, pager, hooks, external diffs, textconv) and its
 * remotes can be fetched lazily. Config given through `GIT_CONFIG_COUNT` outranks every file, so it is given on every call.
 */
export function sealedEnvironment(env: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const sealed: Record<string, string> = {};
  for (const [name, value] of Object.entries(env)) {
    if (value !== undefined && !isInherited(name)) sealed[name] = value;
  }
  return { ...sealed, ...fixed, ...configEnvironment() };
}

/**
 * Inside a hook, git's own variables point at the repository of the hook: with them, `git -C other status` answers for the
 * wrong one. Only those that describe the person's machine, not a repository, are kept.
 */
function isInherited(name: string): boolean {
  return (name.startsWith('GIT_') && !machine.has(name)) || programs.has(name);
}

const machine = new Set([
  'GIT_CONFIG_GLOBAL',
  'GIT_CONFIG_SYSTEM',
  'GIT_CONFIG_NOSYSTEM',
  'GIT_ATTR_NOSYSTEM',
  'GIT_CEILING_DIRECTORIES',
  'GIT_DISCOVERY_ACROSS_FILESYSTEM',
  'GIT_EXEC_PATH',
]);

const programs = new Set(['EDITOR', 'VISUAL', 'PAGER', 'SSH_ASKPASS']);

const fixed = {
  /** A read must not refresh the user's index. */
  GIT_OPTIONAL_LOCKS: '0',
  GIT_NO_LAZY_FETCH: '1',
  GIT_TERMINAL_PROMPT: '0',
  GIT_PAGER: 'cat',
  GIT_EDITOR: 'false',
  /** Paths on our command lines are paths, never patterns. */
  GIT_LITERAL_PATHSPECS: '1',
  LC_ALL: 'C',
};

const config: Readonly<Record<string, string>> = {
  'core.hooksPath': '/dev/null',
  'core.fsmonitor': 'false',
  'core.pager': 'cat',
  'core.quotePath': 'false',
  /** A call that writes an index, always one of kg's own, would leave a `sharedindex` in the repository. */
  'core.splitIndex': 'false',
  /** Refuses to take a file into an index over its line endings, where a person would only be warned or asked. */
  'core.safecrlf': 'false',
  'status.showUntrackedFiles': 'all',
  'status.relativePaths': 'false',
  'gc.auto': '0',
  'maintenance.auto': 'false',
  /** Stops a lazy fetch also where git does not know GIT_NO_LAZY_FETCH (before 2.39.4 and in some later releases). */
  'protocol.allow': 'never',
};

/** Variables that add config of one call to the sealed one, for the `env` of that call. */
export function addedConfig(added: Readonly<Record<string, string>>): Record<string, string> {
  return configEnvironment({ ...config, ...added });
}

/** Variables that add one key with several values to the sealed config, for the `env` of one call. */
export function addedValues(key: string, values: readonly string[]): Record<string, string> {
  return variablesOf([...Object.entries(config), ...values.map((value) => [key, value] as const)]);
}

/** The sealed config as options of git itself, for a git that is started by git and may not be handed our environment. */
export function sealedOptions(): readonly string[] {
  return Object.entries(config).flatMap(([key, value]) => ['-c', `${key}=${value}`]);
}

function configEnvironment(entriesOf: Readonly<Record<string, string>> = config): Record<string, string> {
  return variablesOf(Object.entries(entriesOf));
}

function variablesOf(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const variables: Record<string, string> = { GIT_CONFIG_COUNT: String(entries.length) };
  entries.forEach(([key, value], index) => {
    variables[`GIT_CONFIG_KEY_${index}`] = key;
    variables[`GIT_CONFIG_VALUE_${index}`] = value;
  });
  return variables;
}
