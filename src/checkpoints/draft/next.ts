import type { Story } from '../../sessions/story/story.ts';
import type { Statement } from '../checkpoint.ts';
import { said } from './goal.ts';

const mostTasks = 20;

/** What is to be done: what the person said when saving, the tasks that are open, the plan. Nothing is concluded. */
export function nextOf(story: Story | null, next: string | undefined): readonly Statement[] {
  const open = (story?.tasks ?? []).filter(({ status }) => status !== 'completed');
  const underWay = open.filter(({ status }) => status === 'in_progress');
  const waiting = open.filter(({ status }) => status !== 'in_progress');
  const plan = story?.plan ?? null;
  const asked: readonly Statement[] = next === undefined || next.trim() === '' ? [] : [{ text: next, source: 'note' }];
  const tasks = [
    ...underWay.map(({ subject }) => `${subject} (in progress)`),
    ...waiting.map(({ subject }) => subject),
  ];
  return [
    ...asked,
    ...tasks.slice(0, mostTasks).map((text): Statement => ({ text, source: 'task list' })),
    ...(plan === null ? [] : [said(plan, 'plan')]),
  ];
}
