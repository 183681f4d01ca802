/** Runs a task for every item, at most `size` at a time; the answers keep the order of the items. */
export async function each<Item, Answer>(
  items: readonly Item[],
  size: number,
  task: (item: Item) => Promise<Answer>,
): Promise<Answer[]> {
  const answers: Answer[] = [];
  const entries = items.entries();
  const work = async (): Promise<void> => {
    for (const [index, item] of entries) answers[index] = await task(item);
  };
  await Promise.all(Array.from({ length: Math.min(size, items.length) }, work));
  return answers;
}
