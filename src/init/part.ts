/**
 * What `kg init` can set up has one shape, whichever part it is: a plan is made as a value, shown, agreed to, and then done as
 * it was shown. All messages are plain sentences about this machine, without an escape sequence of their own; whoever shows
 * them still makes the names in them harmless.
 */
export type Part = {
  readonly name: PartName;
  /** Finds out what installing would change now. Reads only. */
  readonly plan: () => Promise<Plan>;
  /** Finds out what taking this part away again would change now. Reads only. */
  readonly remove: () => Promise<Plan>;
  /** Finds out whether this part is there and works. Reads only. */
  readonly check: () => Promise<Checkup>;
  /**
   * Makes the changes of a plan of this part, in their order, and answers what is worth knowing of it afterwards, such as what had
   * to stay. Throws `INIT_FAILED` at the first that cannot be made as planned.
   */
  readonly apply: (plan: Plan) => Promise<readonly Finding[]>;
};

export type PartName = (typeof partNames)[number];

export const partNames = ['git-hook', 'claude'] as const;

/** All that would happen, before any of it does. */
export type Plan = {
  /** In the order in which they are made. Empty: there is nothing to do. */
  readonly changes: readonly Change[];
  /** What only a person can do, since somebody else's file or tool is in charge there. */
  readonly byHand: readonly Instruction[];
  /** Why nothing is done although something was asked. With one of these, `changes` is empty. */
  readonly refusals: readonly Finding[];
  /** What is worth knowing beside it. */
  readonly remarks: readonly Finding[];
};

/** One file that is written, made or removed; a file that is put back, or a folder that goes, after a program has run; or one program. */
export type Change = FileEdit | FileRestored | FolderGone | ProgramRun;

export type FileEdit = {
  readonly kind: 'file';
  /** Absolute. */
  readonly path: string;
  /** What is there now; `null`: nothing. `apply` fails when it finds something else. */
  readonly before: FileState | null;
  /** What will be there; `null`: nothing. */
  readonly after: FileState | null;
  /** With the file goes its folder, which was made for it, unless something else is in there. */
  readonly folder?: true;
};

export type FileRestored = {
  readonly kind: 'restore';
  /** Absolute. */
  readonly path: string;
  /** What was there before the programs that are run here first wrote to it, and will be again; `null`: nothing. */
  readonly after: FileState | null;
};

export type FolderGone = {
  readonly kind: 'folder';
  /** Absolute. */
  readonly path: string;
  /** `copy`: a program's copy of what is taken out, which goes with all in it. `nothing`: it goes when it is empty by then. */
  readonly holds: 'copy' | 'nothing';
};

export type FileState = {
  readonly bytes: Buffer;
  /** Permission bits. */
  readonly mode: number;
};

export type ProgramRun = {
  readonly kind: 'run';
  /** The program and its arguments, as a person could type them. */
  readonly command: readonly string[];
  /** What it does, in one sentence. */
  readonly means: string;
};

export type Instruction = {
  /** Where it goes: a file, absolute, or the name of a tool. */
  readonly where: string;
  readonly why: string;
  /** The lines to put there, or to remove from there. */
  readonly lines: readonly string[];
};

/** Something found, in one sentence. Codes are part of the JSON contract. */
export type Finding = {
  readonly code: string;
  readonly message: string;
  /** Lines that it is about, shown below it as they are. */
  readonly lines?: readonly string[];
  /** What to do about it: "To <goal>, run <command>". */
  readonly hint?: string;
};

/** `installed`: there, and nothing is wrong. `absent`: not there at all. `broken`: there, and `faults` say what is wrong. */
export type Checkup = {
  readonly state: 'installed' | 'absent' | 'broken';
  readonly faults: readonly Finding[];
  readonly remarks: readonly Finding[];
};
