// The command as one file: reading hundreds of small ones is most of a cold start. Libraries stay outside, and what is required inside a
// function is still evaluated only when that function runs.
import { build } from 'esbuild';

// Cucumber loads the steps itself, from their own files, and the suite finds them and the features beside its own.
const besideTheSteps = {
  name: 'beside the steps',
  setup({ onResolve }) {
    onResolve({ filter: /\/steps\/suite\/run-suite$/ }, () => ({ path: './steps/suite/run-suite.js', external: true }));
  },
};

await build({
  entryPoints: ['cli/main.ts'],
  outfile: 'dist/csrlab.cjs',
  bundle: true,
  packages: 'external',
  plugins: [besideTheSteps],
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
});
