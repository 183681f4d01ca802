/** What a click in the menu, or on a notification, asks for. Sessions by id, worktrees by path. */
export type Click =
  | { readonly do: 'checkpoint' | 'jump' | 'resume' | 'open' | 'save'; readonly session: string }
  | { readonly do: 'mute'; readonly session: string }
  | { readonly do: 'conflict'; readonly a: string; readonly b: string }
  | { readonly do: 'silence' | 'again' | 'quit' };
