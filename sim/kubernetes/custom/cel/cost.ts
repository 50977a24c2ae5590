import type { Call, Comprehension, Expr } from './syntax';
import type { Compiled } from './rules';
import type { CelType } from './types';

// cel-go counts the walk over a text or a list of bytes at a tenth of a step a character, and a pattern at a quarter.
const TRAVERSAL = 0.1;
const PATTERN = 0.25;
const LIST_BASE = 10;
const MAP_BASE = 30;

/** The most that an evaluation may cost, in cel-go's units, with the limits of the schema. */
export function costOf({ expr, checked }: Compiled): number {
  return new Estimate(checked.types).cost(expr);
}

class Estimate {
  constructor(private readonly types: ReadonlyMap<Expr, CelType>) {}

  cost(expr: Expr): number {
    switch (expr.kind) {
      case 'literal':
        return 0;
      case 'ident':
        return 1;
      case 'select':
        return 1 + this.cost(expr.operand);
      case 'list':
        return LIST_BASE + this.#sum(expr.items);
      case 'map':
        return MAP_BASE + this.#sum(expr.entries.flat());
      case 'call':
        return this.#call(expr);
      case 'comprehension':
        return this.#comprehension(expr);
    }
  }

  #sum(list: readonly Expr[]): number {
    return list.reduce((sum, one) => sum + this.cost(one), 0);
  }

  #comprehension({ range, condition, body, macro }: Comprehension): number {
    const times = macro === 'optMap' || macro === 'optFlatMap' ? 1 : this.#sizeOf(range);
    const step = this.cost(body) + (condition === undefined ? 0 : this.cost(condition)) + STEP[macro];
    return this.cost(range) + times * step + 1;
  }

  #call(call: Call): number {
    const { target, args, name } = call;
    const inputs = target === undefined ? args : [target, ...args];
    const given = this.#sum(inputs);
    const [first, second] = inputs;
    if (name === '_?_:_') return 1 + this.cost(args[0] ?? call) + Math.max(...args.slice(1).map((arg) => this.cost(arg)));
    const a = first === undefined ? 0 : this.#sizeOf(first);
    const b = second === undefined ? 0 : this.#sizeOf(second);
    return given + ownCost(name, a, b);
  }

  /** Of a text, a list or a map; 1 for whatever has no size, and without end where nobody knows. */
  #sizeOf(expr: Expr): number {
    const type = this.types.get(expr);
    if (type?.max !== undefined) return type.max;
    if (expr.kind === 'call') return this.#sizeOfResult(expr, type);
    if (expr.kind === 'comprehension' && (expr.macro === 'map' || expr.macro === 'filter')) return this.#sizeOf(expr.range);
    return SIZED.has(type?.name ?? '') ? Infinity : 1;
  }

  #sizeOfResult({ name, target, args }: Call, type: CelType | undefined): number {
    const [first, second] = args;
    if (name === '_+_' && first !== undefined && second !== undefined) return this.#sizeOf(first) + this.#sizeOf(second);
    if (SAME_SIZE.has(name) && target !== undefined) return this.#sizeOf(target);
    return SIZED.has(type?.name ?? '') ? Infinity : 1;
  }
}

const SIZED: ReadonlySet<string> = new Set(['string', 'bytes', 'list', 'map']);
const SAME_SIZE: ReadonlySet<string> = new Set([
  'lowerAscii',
  'upperAscii',
  'trim',
  'substring',
  'split',
  'find',
  'reverse',
  'charAt',
  'findAll',
]);

/** What each step of a macro costs beside its expressions. */
const STEP: Readonly<Record<Comprehension['macro'], number>> = {
  all: 3,
  exists: 4,
  exists_one: 5,
  map: 13,
  filter: 15,
  optMap: 1,
  optFlatMap: 1,
  transformList: 13,
  transformMap: 33,
};

/** Beside its arguments; `a` and `b` are their sizes. */
function ownCost(name: string, a: number, b: number): number {
  switch (name) {
    case '_==_':
    case '_!=_':
    case '_<_':
    case '_<=_':
    case '_>_':
    case '_>=_':
      return Math.max(1, Math.ceil(Math.min(a, b) * TRAVERSAL));
    case '_+_':
      return Math.max(1, Math.ceil((a + b) * TRAVERSAL));
    case 'startsWith':
    case 'endsWith':
      return Math.max(1, Math.ceil(b * TRAVERSAL));
    case 'contains':
      return Math.ceil(a * TRAVERSAL) * Math.max(1, Math.ceil(b * TRAVERSAL));
    case 'matches':
    case 'find':
    case 'findAll':
      return Math.ceil((a + 1) * TRAVERSAL) * Math.max(1, Math.ceil(b * PATTERN));
    case '@in':
      return b;
    case 'isSorted':
    case 'sum':
    case 'max':
    case 'min':
    case 'indexOf':
    case 'lastIndexOf':
    case 'sets.contains':
    case 'sets.intersects':
    case 'sets.equivalent':
      return Math.max(1, a * Math.max(1, Math.min(b, a)));
    case 'split':
    case 'replace':
    case 'lowerAscii':
    case 'upperAscii':
    case 'join':
    case 'format':
    case 'trim':
    case 'substring':
    case 'url':
    case 'isURL':
    case 'quantity':
    case 'isQuantity':
      return Math.max(1, Math.ceil(a * TRAVERSAL));
    default:
      return 1;
  }
}
