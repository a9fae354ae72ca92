import fs from 'node:fs';

/**
 * Prints "N passed, N failed" alone on a line, which Jest's own summary never does. A spec file that could not run at all
 * counts as one failure: it must not vanish from the sum. Under `.ci/run`, which sums several runs, the counts go to its file.
 */
export default class PlainLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const file = process.env.ZHIHENG_COUNTS_FILE;
    if (file) fs.appendFileSync(file, `${results.numPassedTests} ${failed}\n`);
    else
      process.stdout.write(
        `\n${results.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}\n`,
      );
  }
}
