// The rooms of the house from top to bottom: a file imports from its own room and from those below, never upwards.
import path from 'node:path';

const LADDER = ['cli', 'bench', 'steps', 'lab', 'signers', 'sim', 'kube', 'pki', 'base'];

// The two sides meet over an API server only.
const STRANGERS = [
  ['signers', 'sim'],
  ['kube', 'pki'],
  ['steps', 'sim'],
  ['steps', 'signers'],
];

// Inside sim/kubernetes the same holds one level down.
const KUBERNETES = [
  'serve',
  'server',
  'controllers',
  'resources',
  'custom',
  'admission',
  'openapi',
  'pipeline',
  'access',
  'model',
  'store',
  'fields',
  'codec',
  'schema',
];

/** Why `from` may not import `to` (paths relative to the root, without a leading dot), or undefined when it may. */
export function forbidden(from, to) {
  const [room, target] = [from.split('/')[0], to.split('/')[0]];
  const [rank, targetRank] = [LADDER.indexOf(room), LADDER.indexOf(target)];
  if (rank < 0 || targetRank < 0) return undefined;
  if (targetRank < rank) return `${room}/ stands below ${target}/ and may not import from it`;
  if (STRANGERS.some(([a, b]) => room === a && target === b)) return `${room}/ and ${target}/ are strangers`;
  return forbiddenInside('sim/kubernetes', KUBERNETES, from, to);
}

function forbiddenInside(room, ladder, from, to) {
  if (!from.startsWith(`${room}/`) || !to.startsWith(`${room}/`)) return undefined;
  const [rank, targetRank] = [from, to].map((file) => ladder.indexOf(file.slice(room.length + 1).split('/')[0]));
  return rank >= 0 && targetRank >= 0 && targetRank < rank ? `${ladder[rank]}/ stands below ${ladder[targetRank]}/ in ${room}/` : undefined;
}

export const importLadder = {
  meta: { type: 'problem', schema: [], messages: { ladder: 'Import ladder: {{why}}.' } },
  create(context) {
    const root = context.cwd;
    const from = path.relative(root, context.filename).split(path.sep).join('/');
    if (/\.test\.ts$/.test(from)) return {};
    const check = (node, source = node.source?.value) => {
      if (typeof source !== 'string' || !source.startsWith('.')) return;
      const to = path
        .relative(root, path.resolve(path.dirname(context.filename), source))
        .split(path.sep)
        .join('/');
      const why = forbidden(from, to);
      if (why) context.report({ node, messageId: 'ladder', data: { why } });
    };
    const checkRequire = (node) => node.callee.name === 'require' && check(node, node.arguments[0]?.value);
    const declared = (node) => check(node);
    return {
      ImportDeclaration: declared,
      ExportNamedDeclaration: declared,
      ExportAllDeclaration: declared,
      ImportExpression: declared,
      CallExpression: checkRequire,
    };
  },
};
