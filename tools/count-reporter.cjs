// A mocha reporter for machines and people: dots while it runs, then every failure, then what was not run and why.
// Writes {passed, failed, notRun: [reason]} to the file that CSRLAB_COUNTS names.
const { writeFileSync } = require('node:fs');
const { reporters } = require('mocha');

module.exports = class CountReporter extends reporters.Dot {
  constructor(runner, options) {
    super(runner, options);
    const notRun = [];
    runner.on('pending', (test) => notRun.push(test.fullTitle()));
    runner.once('end', () => {
      const counts = { passed: runner.stats.passes, failed: runner.stats.failures, notRun };
      if (process.env.CSRLAB_COUNTS) writeFileSync(process.env.CSRLAB_COUNTS, JSON.stringify(counts));
    });
  }
};
