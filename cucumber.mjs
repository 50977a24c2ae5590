export default {
  requireModule: ['ts-node/register'],
  require: ['steps/cucumber.ts'],
  format: ['summary'],
  formatOptions: { snippetInterface: 'async-await' },
  // Over sockets, as everybody else speaks to an API server.
  worldParameters: { lab: { https: {} } },
  strict: true,
  publishQuiet: true,
};
