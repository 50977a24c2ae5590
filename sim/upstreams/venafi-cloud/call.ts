import type { CryptoPort } from '../../../base/env/crypto';
import type { HttpRequest } from '../../../base/env/http';
import type { Clock, RandomStream } from '../../../base/env/ports';
import type { Faults, TestCa } from '../common';
import type { Template } from './options';
import type { CloudState } from './state';

export interface Settings {
  readonly apiKeys: readonly string[];
  readonly templates: Readonly<Record<string, Template>>;
  readonly approvals: boolean;
  readonly pendingPolls: number;
}

export interface CloudCall {
  readonly request: HttpRequest;
  readonly state: CloudState;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: RandomStream;
  readonly crypto: CryptoPort;
  readonly ca: TestCa;
  readonly faults: Faults;
}
