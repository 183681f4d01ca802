// Stands in the bundle for node:process, which is the same object. Importing the built-in module makes Node read every property
// of it once, and with that load what nobody asked for (reports, finalization): 4 ms of every start. A name that a package
// imports and that is not here fails the build; stdin and its like must not be added, since reading them opens them.
const { process } = globalThis;
export default process;
export const { execArgv, execPath, platform } = process;
/** Of a duration, with `bigint` beside it. */
export const hrtime = Object.assign((time) => process.hrtime(time), { bigint: () => process.hrtime.bigint() });
