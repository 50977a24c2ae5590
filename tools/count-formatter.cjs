// A cucumber formatter that counts scenarios into the file that CSRLAB_COUNTS names, in the shape of count-reporter.cjs.
const { writeFileSync } = require('node:fs');
const { Formatter, Status } = require('@cucumber/cucumber');

module.exports = class CountFormatter extends Formatter {
  async finished() {
    const attempts = this.eventDataCollector.getTestCaseAttempts().filter((attempt) => !attempt.willBeRetried);
    const failed = attempts.filter((attempt) => attempt.worstTestStepResult.status !== Status.PASSED);
    const counts = { passed: attempts.length - failed.length, failed: failed.length, notRun: [] };
    if (process.env.CSRLAB_COUNTS) writeFileSync(process.env.CSRLAB_COUNTS, JSON.stringify(counts));
    await super.finished();
  }
};
