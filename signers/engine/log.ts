export interface LogLine {
  readonly level: 'info' | 'error';
  readonly controller: string;
  /** The object that was worked on: `namespace/name`, or `name`. */
  readonly key?: string;
  readonly message: string;
}

export type Log = (line: LogLine) => void;
