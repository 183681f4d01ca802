/** Reads the details of an error, which are plain JSON of any shape: what is not of the asked kind is absent. */
export function readDetails(details: Readonly<Record<string, unknown>>) {
  return {
    text: (key: string): string | undefined => {
      const value = details[key];
      return typeof value === 'string' && value !== '' ? value : undefined;
    },
    number: (key: string): number | undefined => {
      const value = details[key];
      return typeof value === 'number' ? value : undefined;
    },
    truth: (key: string): boolean => details[key] === true,
    list: (key: string): readonly string[] => texts(details[key]),
    records: (key: string): readonly Readonly<Record<string, unknown>>[] => {
      const value: unknown = details[key];
      return Array.isArray(value) ? value.filter(isRecord) : [];
    },
  };
}

function texts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((one) => typeof one === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
