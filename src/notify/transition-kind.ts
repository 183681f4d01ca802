/** What a person can be told of, and can choose not to be. */
export const transitionKinds = ['waiting', 'crashed', 'conflict'] as const;
export type TransitionKind = (typeof transitionKinds)[number];
