import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Problem } from '../../src/errors.ts';
import { toJob } from '../../src/sessions/jobs.ts';
import { oneLine } from '../../src/sessions/one-line.ts';
import { isRecord } from '../../src/sessions/transcript/record.ts';
import { toRecord } from '../../src/sessions/registry.ts';
import { fileState, type FileState } from '../../src/sessions/transcript/files.ts';
import { readTail } from '../../src/sessions/transcript/read.ts';
import { scanWrites } from '../../src/sessions/touched/transcript-writes.ts';
import { nothingScanned } from '../../src/sessions/touched/write-scan.ts';
import { answer, bash, claude, edit, metadata, prompt, system } from '../helpers/sessions.ts';

const directory = mkdtempSync(join(homedir(), 'property-'));
let made = 0;

async function put(content: Buffer | string): Promise<FileState> {
  made += 1;
  const path = join(directory, `${made}.jsonl`);
  writeFileSync(path, content);
  const file = await fileState(path, []);
  if (file === null) throw new Error('not written');
  return file;
}

const stored = (): Buffer => {
  const session = claude(mkdtempSync(join(directory, 'home-'))).session({ cwd: '/code/shop' });
  const events = [prompt('Add VAT'), edit('a.ts'), bash('npm test', { changed: ['/code/shop/b.ts'] }), answer()];
  const more = [
    metadata('ai-title', { aiTitle: 'VAT' }),
    system('away_summary', { content: 'Did VAT' }),
    prompt('And then'),
    edit('c.ts'),
  ];
  return readFileSync(session.transcript(...events, ...more).transcriptPath);
};
const whole = stored();

/** Lines that look like records, and lines that do not. */
const line = fc.oneof(
  fc.json(),
  fc.string(),
  fc
    .record({
      type: fc.constantFrom('user', 'assistant', 'system', 'worktree-state', 'x'),
      message: fc.jsonValue(),
      cwd: fc.jsonValue(),
    })
    .map((one) => JSON.stringify(one)),
  fc.constantFrom(...whole.toString('utf8').split('\n')),
);

test('any bytes as a transcript are survived, by the tail and by the scan', async () => {
  const content = fc.oneof(
    fc.uint8Array({ maxLength: 2000 }).map((bytes) => Buffer.from(bytes)),
    fc.array(line, { maxLength: 30 }).map((lines) => Buffer.from(lines.join('\n'))),
  );
  await fc.assert(
    fc.asyncProperty(content, async (bytes) => {
      const file = await put(bytes);
      const problems: Problem[] = [];
      const facts = await readTail(file, problems);
      const scan = await scanWrites(file, nothingScanned, problems);
      expect([facts === null, problems, scan.offset <= file.size]).toEqual([false, [], true]);
    }),
    { seed: 20_261_125, numRuns: 150 },
  );
});

test('a prefix tells nothing of the future', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: whole.length }), async (length) => {
      const prefix = whole.subarray(0, length);
      const facts = await readTail(await put(prefix), []);
      const told = [facts?.lastActivity, facts?.turnAt, facts?.prompt, facts?.generatedTitle, facts?.recap, facts?.cwd];
      const text = prefix.toString('utf8');
      expect(told.filter((fact) => typeof fact === 'string' && !text.includes(fact))).toEqual([]);
    }),
    { seed: 20_261_125, numRuns: 150 },
  );
});

test('a scan in pieces finds what a scan in one finds', async () => {
  const inOne = await scanWrites(await put(whole), nothingScanned, []);
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: whole.length }), { maxLength: 4 }), async (cuts) => {
      let scan = nothingScanned;
      for (const length of [...cuts.toSorted((a, b) => a - b), whole.length]) {
        scan = await scanWrites(await put(whole.subarray(0, length)), scan, []);
      }
      expect(scan).toEqual(inOne);
    }),
    { seed: 20_261_126, numRuns: 60 },
  );
});

test('any JSON as a registry record or a job is a checked value or none', () => {
  const fields = fc.dictionary(
    fc.constantFrom(
      'pid',
      'sessionId',
      'cwd',
      'status',
      'procStart',
      'procStartFt',
      'updatedAt',
      'state',
      'needs',
      'name',
    ),
    fc.oneof(fc.jsonValue(), fc.constantFrom(1, 'a', '/x')),
  );
  fc.assert(
    fc.property(fields, (one) => {
      if (!isRecord(one)) return;
      for (const value of Object.values(toRecord(one) ?? toJob('x', one) ?? {})) {
        expect(value === null || typeof value === 'string' || typeof value === 'number').toBe(true);
      }
    }),
    { seed: 20_261_127 },
  );
});

test('one line is one line', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 0xff_ff }), { maxLength: 200 }).map((units) => String.fromCharCode(...units)),
      (text) => {
        const words = oneLine(text, 40);
        expect(words === null || (Array.from(words).length <= 40 && !/[\p{Cc}\p{Cf}]/u.test(words))).toBe(true);
      },
    ),
    { seed: 20_261_129, numRuns: 1000 },
  );
});
