import type { CryptoPort } from '../../../base/env/crypto';
import type { HttpRequest } from '../../../base/env/http';
import type { Clock, RandomStream } from '../../../base/env/ports';
import { isObject } from '../../../kube/json';
import { jsonOf } from '../common';
import type { Faults, TestCa } from '../common';
import type { CustomFieldDefinition, Folder } from './options';
import type { TppState } from './state';

/** What the server was started with, nothing absent. */
export interface Settings {
  readonly users: Readonly<Record<string, string>>;
  readonly applications: Readonly<Record<string, readonly string[]>>;
  readonly folders: Readonly<Record<string, Folder>>;
  readonly customFields: readonly CustomFieldDefinition[];
  readonly version: string;
  readonly approvals: boolean;
  readonly pendingPolls: number;
  readonly tokenLifetime: number;
}

export interface TppCall {
  readonly request: HttpRequest;
  readonly body: Members;
  readonly state: TppState;
  readonly settings: Settings;
  readonly clock: Clock;
  readonly random: RandomStream;
  readonly crypto: CryptoPort;
  readonly ca: TestCa;
  readonly faults: Faults;
}

/** The members of a JSON body, read leniently. */
export class Members {
  readonly all: Readonly<Record<string, unknown>>;

  constructor(request: HttpRequest) {
    const parsed = jsonOf(request);
    this.all = isObject(parsed) ? parsed : {};
  }

  text(name: string): string {
    const value = this.all[name];
    return typeof value === 'string' ? value : '';
  }

  flag(name: string): boolean {
    return this.all[name] === true || this.all[name] === 'true';
  }

  objects(name: string): readonly Readonly<Record<string, unknown>>[] {
    const value = this.all[name];
    return Array.isArray(value) ? value.filter(isObject) : [];
  }
}
