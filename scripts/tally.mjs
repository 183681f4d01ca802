// A vitest reporter: closes a test run with one plain line, `N passed, N failed`, for whoever reads the log by machine.

export default class Tally {
  onTestRunEnd(modules, unhandledErrors) {
    const results = modules.flatMap((module) => [...module.children.allTests()].map((one) => one.result().state));
    const count = (state) => results.filter((result) => result === state).length;
    // A file that cannot be loaded has no tests of its own to fail.
    const broken = modules.filter((module) => module.state() === 'failed' && module.children.size === 0).length;
    const failed = count('failed') + broken + unhandledErrors.length;
    console.log(`${count('passed')} passed, ${failed} failed`);
  }
}
