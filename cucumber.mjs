export default {
  requireModule: ['ts-node/register'],
  require: ['steps/*.ts'],
  paths: ['features/**/*.feature'],
  format: ['summary'],
  formatOptions: { snippetInterface: 'async-await' },
  strict: true,
  publishQuiet: true,
};
