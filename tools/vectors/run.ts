import { checkAcme } from './acme';
import { checkChain, checkKeyPair, checkTemplate } from './certificates';
import { checkChallenge } from './challenges';
import { list, record, text, type Check, type Vector, type VectorFiles } from './check';
import { checkKcm } from './kcm';
import { checkOrderName } from './order-names';
import { checkDurationFormat, checkDurationText, checkPem, checkSignerName } from './small';

/** What came of one file of vectors. */
export interface FileResult {
  readonly file: string;
  readonly total: number;
  readonly differences: readonly { readonly name: string; readonly difference: string }[];
}

const CHECKS: Readonly<Record<string, Check>> = {
  templates: checkTemplate,
  chains: checkChain,
  keypairs: checkKeyPair,
  signernames: checkSignerName,
  ordernames: checkOrderName,
  challenges: checkChallenge,
  acme: checkAcme,
  kcm: checkKcm,
  pem: checkPem,
};

/** Files of vectors this knows, in the order they run. `cas` only serves others. */
export const VECTOR_FILES: readonly string[] = [...Object.keys(CHECKS), 'durations', 'cas'];

/** Runs the files that are there. */
export function runVectors(files: VectorFiles): readonly FileResult[] {
  return VECTOR_FILES.filter((file) => file !== 'cas' && files(file) !== undefined).map((file) => runFile(file, files));
}

function runFile(file: string, files: VectorFiles): FileResult {
  const cases = file === 'durations' ? durationCases(record(files(file))) : casesOf(files(file), CHECKS[file]);
  const differences = cases.flatMap(([vector, check]) => {
    const difference = differenceOf(vector, check, files);
    return difference === undefined ? [] : [{ name: text(vector.name), difference }];
  });
  return { file, total: cases.length, differences };
}

type Case = readonly [vector: Vector, check: Check];

function casesOf(vectors: unknown, check: Check | undefined): readonly Case[] {
  return check === undefined ? [] : list(vectors).map((vector) => [record(vector), check] as const);
}

function durationCases({ parse, format }: Vector): readonly Case[] {
  return [...casesOf(parse, checkDurationText), ...casesOf(format, checkDurationFormat)];
}

// A defect in one vector must not hide the others.
function differenceOf(vector: Vector, check: Check, files: VectorFiles): string | undefined {
  try {
    return check(vector, files);
  } catch (error) {
    return error instanceof Error ? (error.stack ?? error.message) : String(error);
  }
}
