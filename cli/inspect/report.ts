import type { Origin } from '../../pki';

/** One line: what was asked for beside what came of it, or one value alone. */
export interface Row {
  readonly name: string;
  readonly value?: string;
  readonly requested?: string;
  readonly issued?: string;
  readonly critical?: boolean;
  readonly origin?: Origin;
  /** Who or what set an issued value. */
  readonly setBy?: string;
}

export interface Section {
  readonly title: string;
  readonly rows: readonly Row[];
}

export interface Report {
  readonly title: string;
  readonly sections: readonly Section[];
}
