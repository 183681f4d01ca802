/** What a rule of `kg check` can find. Part of the JSON contract, and of the config. */
export const reasonCodes = [
  'conflict',
  'shared-file',
  'branch-switched',
  'unread',
  'conflict-at-rest',
  'semantic',
  'lacks',
  'uncommitted',
  'read-before',
  'trunk-conflict',
  'near',
  'two-sessions',
  'outside',
  'resumed-elsewhere',
  'crashed',
  'operation',
  'detached',
  'trunk-moved',
  'checkpoint-stale',
] as const;

export type ReasonCode = (typeof reasonCodes)[number];

/** What a reason makes of the verdict, the heaviest first. */
export const weights = ['stop', 'unknown', 'caution', 'info'] as const;

export type Weight = (typeof weights)[number];

/** The weights that a config may give; `off` leaves a rule out. */
export const configuredWeights = ['off', 'info', 'caution', 'stop'] as const;

export type ConfiguredWeights = ReadonlyMap<ReasonCode, (typeof configuredWeights)[number]>;

/** `code=weight`, as a config writes it; `null` for anything else. That something could not be read cannot be weighed away. */
export function parseWeight(text: string): readonly [ReasonCode, (typeof configuredWeights)[number]] | null {
  const [name, value, ...rest] = text.split('=');
  const code = reasonCodes.find((one) => one === name && one !== 'unread');
  const weight = configuredWeights.find((one) => one === value);
  return code === undefined || weight === undefined || rest.length > 0 ? null : [code, weight];
}
