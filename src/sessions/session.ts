/**
 * One Claude Code session, as its own files tell it. Times are ISO strings in UTC; paths are absolute.
 */
export type Session = {
  /** The session's UUID. A subagent's id is `<session>/agent-<id>`. */
  readonly id: string;
  /** The name that the person (or a hook) gave it; `null` when it only has a derived one. */
  readonly name: string | null;
  /** What it works on, from the best source there is; `null` when no source says. */
  readonly task: string | null;
  readonly kind: SessionKind;
  readonly status: Status;
  /** What a waiting session waits for, in the client's words ("permission prompt", "input needed", "dialog open"). */
  readonly waitingFor?: string;
  /** An addition to the status, for people ("background shell running"). */
  readonly note?: string;
  /** When the status began; `null` when no source says. */
  readonly since: string | null;
  /** Where the session works now, or where it last worked: the real path while the directory exists, else as recorded. */
  readonly cwd: string | null;
  /** Where it worked before it entered a worktree that Claude Code made for it; `null` when it did not. */
  readonly originalCwd: string | null;
  /** When its first record was written; absent when that was not asked for. A fork begins with its origin. */
  readonly began?: string;
  readonly lastActivity: string | null;
  /** The last thing it did, in words: "Edit src/user.ts". */
  readonly lastAction: string | null;
  /** Only while its process is alive. */
  readonly pid?: number;
  /** The id of the background job that it runs as, as `claude attach` takes it. */
  readonly jobId?: string;
  /** The Claude Code config directory that the session was found in. */
  readonly configDirectory: string;
  /** The transcript; `null` when none was found (persistence off, or not yet written). */
  readonly transcript: string | null;
  /** Files it wrote (absolute), newest first: a session also belongs to every worktree that it writes to. */
  readonly writes: readonly Write[];
  /** Files that it looked at (absolute), newest first; absent when that was not asked for. */
  readonly reads?: readonly Read[];
  /** Where its first record was written, as recorded; absent when reads were not asked for. */
  readonly beganIn?: string | null;
  /** Its own shell commands that may have moved HEAD, the newest last; absent when reads were not asked for. */
  readonly moves?: readonly { readonly from: string; readonly at: string }[];
  /** Where the client found that somebody had changed a file under the session's hands, newest first; absent without any. */
  readonly alarms?: readonly Alarm[];
  readonly evidence: readonly Evidence[];
};

export type SessionKind = 'interactive' | 'background' | 'print' | 'subagent';

/**
 * `active`: a turn is running. `waiting`: a person must answer. `idle`: at the prompt.
 * `finished`: ended, or gone with its last turn complete. `crashed`: gone in the middle.
 * `unknown`: the sources do not say, and no guess is made.
 */
export type Status = 'active' | 'waiting' | 'idle' | 'finished' | 'crashed' | 'unknown';

/** One fact behind a status: where it was read, and what it said. */
export type Evidence = {
  readonly source: 'registry' | 'process' | 'job' | 'transcript' | 'subagent' | 'git';
  readonly says: string;
};

/** A file that the session wrote, and when it last did. */
export type Write = {
  /** As the session recorded it: it may be another name of the same file. */
  readonly path: string;
  readonly at: string | null;
  /**
   * `certain`: its own edit of that file succeeded. `likely`: the file changed while a shell command of the session ran,
   * which may also have been somebody else's doing.
   */
  readonly grade: 'certain' | 'likely';
  /** The single times, newest first, as many as are remembered. */
  readonly writings?: readonly Writing[];
};

/** One time that a file was written. */
export type Writing = {
  readonly at: string | null;
  readonly grade: Write['grade'];
  /** Of a shell command: when it was called. The file changed between then and `at`. */
  readonly from?: string;
  /** The subagent that did it, as `agent-<id>`. */
  readonly by?: string;
};

/** A file that the session looked at, and when it first and last did. */
export type Read = {
  /** As the session recorded it: it may be another name of the same file. */
  readonly path: string;
  readonly first: string | null;
  readonly last: string | null;
  readonly grade: ReadGrade;
  /** The SHA-1 object id of what the last reading showed, where that was the whole file. */
  readonly oid?: string;
  /** Subagents that read it, as `agent-<id>`. */
  readonly by?: readonly string[];
  /** All of it stands in the origin that the session was forked from. */
  readonly inherited?: true;
};

/**
 * `certain`: the client handed the content over. `likely`: a search found its words in it, a shell command showed it, or the
 * client told of a change in it. `named`: a list of files held its name, and nothing more was seen.
 */
export type ReadGrade = 'certain' | 'likely' | 'named';

/**
 * The client noticed that a file was no longer as the session knew it. `stale-recovered`: when an edit of the session was about
 * to be applied, which was done all the same. `changed-on-disk`: between two requests. Either may come from a shell command
 * of the session itself.
 */
export type Alarm = {
  readonly path: string;
  readonly at: string | null;
  readonly kind: 'stale-recovered' | 'changed-on-disk';
};
