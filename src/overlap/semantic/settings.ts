import { parseLooseJson } from './loose-json.ts';

/** What files of settings hold, by their blobs: those of compilers and package managers. */
export type Settings = {
  /** `undefined` where it cannot be told; asking for what is not read yet notes it. */
  readonly data: (oid: string, path: string) => unknown;
  /** How often more was read. */
  readonly readings: () => number;
  /** What was asked for and is not read yet. */
  readonly wanted: () => readonly string[];
  /** Takes the contents of these, in their order. */
  readonly keep: (contents: readonly (Buffer | null)[]) => void;
};

export function openSettings(): Settings {
  const known = new Map<string, unknown>();
  const asked = new Map<string, string>();
  let readings = 0;
  return {
    readings: () => readings,
    data: (oid, path) => {
      if (!known.has(oid)) asked.set(oid, path);
      return known.get(oid);
    },
    wanted: () => [...asked.keys()],
    keep: (contents) => {
      [...asked].forEach(([oid, path], at) => {
        const content = contents[at] ?? null;
        const isRead = content !== null && content.length <= LARGEST;
        known.set(oid, isRead ? read(path, content.toString('utf8')) : undefined);
      });
      if (asked.size > 0) readings += 1;
      asked.clear();
    },
  };
}

/** Bytes; what is larger is no settings. */
const LARGEST = 256 * 1024;

function read(path: string, text: string): unknown {
  return path.endsWith('.yaml') ? { packages: listedPackages(text) } : parseLooseJson(text);
}

/** The list `packages` of a `pnpm-workspace.yaml`, in the form that nearly all have: a line for each. */
function listedPackages(text: string): readonly string[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/u, '').trim());
  const first = lines.indexOf('packages:') + 1;
  const behind = first === 0 ? [] : lines.slice(first);
  const end = behind.findIndex((line) => line !== '' && !line.startsWith('- '));
  return behind.slice(0, end === -1 ? behind.length : end).flatMap((line) => {
    const name = line.slice(2).replaceAll(/["']/gu, '').trim();
    return name === '' ? [] : [name];
  });
}
