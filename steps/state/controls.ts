/** One request to the API server about a CertificateSigningRequest. */
export interface Asked {
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly user: string;
  readonly verb: string;
  /** `certificatesigningrequests`, or with the endpoint `certificatesigningrequests/approval`. */
  readonly resource: string;
  readonly name: string;
  /** HTTP status of the answer. */
  readonly code: number;
}

/** What only whoever has started the program under test can do. */
export interface Controls {
  /** Absent when nobody here can end and start it. */
  readonly program?: {
    start(): Promise<void>;
    stop(): Promise<void>;
  };
  /** What the program under test asked of these CertificateSigningRequests. Absent where that is not known. */
  readonly asked?: (requests: readonly string[]) => readonly Asked[];
}

// World parameters travel to the steps as JSON, and functions cannot.
let current: Controls = {};

export function controls(): Controls {
  return current;
}

/** Takes the controls of a run; returns what ends their time. */
export function useControls(given: Controls): () => void {
  current = given;
  return () => (current = {});
}
