import type { Kg } from '../kg.ts';
import { listTable } from '../render/list/list.ts';
import { saveWhole } from '../save-whole.ts';
import type { Survey } from '../survey/surveyed.ts';
import type { Scope } from './model.ts';
import { everywhere, pastFile, type KeptPast } from './past.ts';

/** Remembers the table of a survey for `readPast`, as it looks in a terminal of that width, without ink. */
export async function savePast(
  kg: Kg,
  { survey, scope, columns }: { readonly survey: Survey; readonly scope: Scope; readonly columns: number },
): Promise<void> {
  const place = scope === 'all' ? everywhere : kg.project?.repository.topLevel;
  if (place === undefined || place === null) return;
  const style = { color: false, columns: columns - gutter, paint: (_: string, text: string) => text };
  const { heading, rows } = listTable({ survey, style, now: new Date(survey.takenAt), home: kg.home });
  const lines = [heading, ...rows.slice(0, mostRows).map(({ text }) => text)];
  const kept: KeptPast = { schema: 1, place, takenAt: survey.takenAt, lines };
  await saveWhole(pastFile(kg.cache, place), kept);
}

/** Where the cursor stands. */
const gutter = 2;

/** No terminal shows more. */
const mostRows = 300;
