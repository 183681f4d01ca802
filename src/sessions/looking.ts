import { readsOfCommand } from './touched/command-reads.ts';
import type { Looking, ScannedReading } from './touched/read-scan.ts';
import { pathIn, stampIn, stringIn, type JsonRecord } from './transcript/record.ts';

/** What a call of a tool looks at, as far as its input tells; `null` for one that looks at no file and moves no HEAD. */
export function lookingOf(tool: string | null, input: JsonRecord, record: JsonRecord): Looking | null {
  const from = stampIn(record, 'timestamp');
  if (tool === 'Read') {
    const path = pathIn(input, 'file_path');
    return path === null ? null : { tool, paths: [path], from, moves: false };
  }
  if (tool === 'Grep' || tool === 'Glob') return { tool, paths: [], from, moves: false };
  const [command, cwd] = [stringIn(input, 'command'), pathIn(record, 'cwd')];
  if (tool !== 'Bash' || command === null || cwd === null) return null;
  const { paths, moves } = readsOfCommand(command, cwd);
  return paths.length === 0 && !moves ? null : { tool, paths, from, moves };
}

/** What a search found had the words that it looked for; of what was only listed, nothing but the name was seen. */
export function gradeOf({ tool }: Looking): ScannedReading['grade'] {
  if (tool === 'Read') return 'certain';
  return tool === 'Glob' ? 'named' : 'likely';
}
