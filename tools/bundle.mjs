// The command as one file: reading hundreds of small ones is most of a cold start. Libraries stay outside, and what is required inside a
// function is still evaluated only when that function runs.
import { build } from 'esbuild';

await build({
  entryPoints: ['cli/main.ts'],
  outfile: 'dist/csrlab.cjs',
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
});
