export default {
  requireModule: ['ts-node/register'],
  require: ['steps/cucumber.ts'],
  format: ['summary'],
  formatOptions: { snippetInterface: 'async-await' },
  // Over sockets, as everybody else speaks to an API server. Steps that wait move the clock: back-offs of seconds pass in milliseconds, and a
  // busy machine cannot make a scenario miss its time.
  worldParameters: { lab: { https: {}, clock: 'manual' } },
  strict: true,
  publishQuiet: true,
};
