/** Fills `{path}`, `{pid}` and `{tty}` into the arguments of a configured program. Each item stays one argument. */
export function fill(argv: readonly string[], values: Readonly<Record<string, string>>): readonly string[] {
  return argv.map((word) => word.replaceAll(/\{(path|pid|tty)\}/gu, (whole, name: string) => values[name] ?? whole));
}
