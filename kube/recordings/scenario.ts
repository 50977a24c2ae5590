/** Recorded HTTP exchanges with a real API server. */
export interface Scenario {
  readonly name: string;
  readonly title: string;
  /** RFC 3339. Times near it are as volatile as times near now. @default when csrlab's own recordings were made */
  readonly recordedAt?: string;
  readonly steps: readonly Step[];
}

export interface Step {
  /** What later steps call this one's answer. */
  readonly id?: string;
  /** A user of the token file, or `anonymous`. */
  readonly as?: string;
  readonly request: StepRequest;
  /** Absent: whatever is answered is fine. */
  readonly response?: Answer;
  /** JSON pointers that may differ; a trailing `*` stands for everything that begins so. */
  readonly ignore?: readonly string[];
  /** To wait before the request, so that controllers can act. */
  readonly pauseMs?: number;
  /** How long a watch is read. */
  readonly holdMs?: number;
}

export interface StepRequest {
  readonly method: string;
  readonly path: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly raw?: string;
  readonly rawBase64?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: unknown;
  readonly events?: readonly unknown[];
  readonly text?: string;
}
