/** The way around oclif, for all that is asked many times a day or waited for: which questions they are, and what loads their answers. */
export { loadCompiled } from './compiled.ts';
export { claudeDoor, quickQuestion, watchSwitches } from './doors.ts';
