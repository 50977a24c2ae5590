// Writes docs/api.md from the types and comments of the package's main export: node -r ts-node/register tools/api-docs.ts
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..');
const ENTRY = path.join(ROOT, 'lab/index.ts');

const HEAD = `# The library

Everything that \`import … from 'csrlab'\` gives, made from the types and comments in the code (\`tools/api-docs.ts\`).
Fixtures for test frameworks: \`csrlab/vitest\` (\`test\` with a \`lab\`), \`csrlab/mocha\`, \`csrlab/jest\` and \`csrlab/node-test\` (\`useLab()\`), \`csrlab/cucumber\` (a world
with a \`lab\`, and every step of the features); see \`examples/\`.
`;

/** The page. Exports in the order of the index, members in the order of the code. */
export function apiDocs(): string {
  const program = ts.createProgram([ENTRY], {
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    strict: true,
    esModuleInterop: true,
  });
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(ENTRY);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${ENTRY} exports nothing`);
  const sections = checker.getExportsOfModule(module).map((symbol) => section(checker, original(checker, symbol)));
  return [HEAD, ...sections].join('\n');
}

function original(checker: ts.TypeChecker, symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

function section(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const [declaration] = symbol.declarations ?? [];
  if (declaration === undefined) return '';
  const lines = [`## ${symbol.name}`, '', words(checker, symbol), '', '```ts', shape(declaration), '```', ''];
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) lines.push(...members(checker, declaration));
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').join('\n');
}

function members(checker: ts.TypeChecker, declaration: ts.InterfaceDeclaration | ts.ClassDeclaration): string[] {
  const visible = [...declaration.members].filter((member) => !(ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private));
  const rows = visible.flatMap((member) => {
    const symbol = member.name && checker.getSymbolAtLocation(member.name);
    const text = symbol === undefined ? '' : words(checker, symbol);
    return symbol === undefined || text === '' ? [] : [`- \`${symbol.name}\`: ${text.replace(/\n+/g, ' ')}`];
  });
  return rows.length === 0 ? [] : [...rows, ''];
}

function words(checker: ts.TypeChecker, symbol: ts.Symbol): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .map(({ name, text: parts }) => `${TAGS[name] ?? name} ${ts.displayPartsToString(parts)}`.trim());
  return [text, ...tags].filter((part) => part !== '').join('\n\n');
}

const TAGS: Readonly<Record<string, string>> = { default: 'Default:', throws: 'Throws' };

/** The declaration without comments, bodies and private members. */
function shape(declaration: ts.Declaration): string {
  if (ts.isFunctionDeclaration(declaration)) return signature(declaration);
  if (ts.isClassDeclaration(declaration)) return `class ${declaration.name?.text ?? ''} { … }`;
  const text = declaration.getText().replace(/\/\*\*[^]*?\*\/\s*/g, '');
  return text.replace(/^export /, '').replace(/\n\s*\n/g, '\n');
}

function signature(declaration: ts.FunctionDeclaration): string {
  const text = declaration.getText();
  return text
    .slice(0, declaration.body === undefined ? undefined : declaration.body.getStart() - declaration.getStart())
    .replace(/^export (async )?/, '')
    .trim();
}

if (require.main === module) writeFileSync(path.join(ROOT, 'docs/api.md'), apiDocs());
