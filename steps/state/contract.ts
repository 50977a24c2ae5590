import { ApiError } from '../../kube/api-error';
import type { KubeClient } from '../../kube/client';
import { Resources } from '../../kube/resources';
import type { CertificateSigningRequest } from '../../kube/types/certificates';
import { parseCertificate, parseCertificateRequest, decodeAllPem, type Certificate, type CertificateRequest } from '../../pki';
import { claim, Unmet } from './claim';
import { runSuffix } from './conformance-keys';
import { pause } from './eventually';
import { conditionOf, decide } from './requests';
import type { Moment, Patience, ScenarioRecord } from './signer-under-test';

const POLL = 20;
const ATTEMPTS = 3;
const CSRS = Resources.certificateSigningRequests;

export interface Subject {
  readonly admin: KubeClient;
  readonly signerName: string;
  readonly patience: Patience;
}

export interface Decided {
  readonly request: CertificateSigningRequest;
  /** Milliseconds since 1970. */
  readonly at: number;
}

/** One scenario's requests to the signer under test: what was asked, what came of it, and when. */
export class Contract {
  private readonly created = new Map<string, CertificateSigningRequest>();
  private readonly moments: Moment[] = [];
  private readonly seen = new Map<string, string>();
  private readonly certificates = new Map<string, string>();
  private readonly decisions = new Map<string, Decided>();
  private readonly suffix = runSuffix();

  constructor(readonly subject: Subject) {}

  get record(): ScenarioRecord {
    return { requests: [...this.created.values()].map((request) => request.metadata?.name ?? ''), timeline: this.moments };
  }

  /** Sends the request under a name that no other run uses, as somebody else if one is given; steps go on calling it `alias`. */
  async create(alias: string, wish: CertificateSigningRequest, as = this.subject.admin): Promise<void> {
    const { name: prefix = 'conformance', annotations, labels } = wish.metadata ?? {};
    const name = `${prefix}-${alias}-${this.suffix}`;
    const more = { ...(annotations === undefined ? {} : { annotations }), ...(labels === undefined ? {} : { labels }) };
    this.tell(`the suite creates ${name} for ${wish.spec?.signerName ?? ''}`);
    this.created.set(alias, await as.create(CSRS, { ...wish, metadata: { name, ...more } }));
  }

  async approve(alias: string): Promise<void> {
    await this.decide(alias, 'Approved');
  }

  async deny(alias: string): Promise<void> {
    await this.decide(alias, 'Denied');
  }

  /** The request as the suite has decided it. */
  decided(alias: string): Decided | undefined {
    return this.decisions.get(alias);
  }

  async current(alias: string): Promise<CertificateSigningRequest> {
    const request = await this.subject.admin.get<CertificateSigningRequest>(CSRS, this.name(alias));
    const { resourceVersion = '' } = request.metadata ?? {};
    if (this.seen.get(alias) !== resourceVersion) {
      this.seen.set(alias, resourceVersion);
      this.tell(`${this.name(alias)} has ${standing(request)}`);
    }
    return request;
  }

  /** Polls until `holds`. @throws Unmet with what was expected, and where the request stands instead */
  async eventually(
    alias: string,
    expected: string,
    holds: (request: CertificateSigningRequest) => boolean,
  ): Promise<CertificateSigningRequest> {
    const { atMost } = this.subject.patience;
    for (const end = Date.now() + atMost; ;) {
      const request = await this.current(alias);
      if (holds(request)) return request;
      if (Date.now() > end) throw new Unmet(`${expected} within ${atMost / 1000} s`, standing(request));
      await pause(POLL);
    }
  }

  /** The certificate that was issued, once it is there. */
  async certificate(alias: string): Promise<Certificate> {
    const request = await this.eventually(alias, 'a certificate', ({ status }) => Boolean(status?.certificate));
    const text = request.status?.certificate ?? '';
    if (!this.certificates.has(alias)) this.certificates.set(alias, text);
    const [first] = decodeAllPem(bytesOf(atob(text)));
    return parseCertificate(claim(first, 'a PEM certificate in status.certificate', 'no PEM block').bytes);
  }

  /** status.certificate as it was first seen. */
  firstCertificate(alias: string): string {
    return this.certificates.get(alias) ?? '';
  }

  /** What was asked for, as it was sent. */
  asked(alias: string): CertificateSigningRequest {
    const request = this.created.get(alias);
    if (request === undefined) throw new Error(`no step has created "${alias}"`);
    return request;
  }

  askedPkcs10(alias: string): CertificateRequest {
    const [block] = decodeAllPem(bytesOf(atob(this.asked(alias).spec?.request ?? '')));
    if (block === undefined) throw new Error(`the request "${alias}" is no PEM`);
    return parseCertificateRequest(block.bytes);
  }

  /** A signer that has got as far as this has had its chance to do what it must not do. */
  async settle(): Promise<void> {
    await pause(this.subject.patience.settle);
  }

  async cleanUp(): Promise<void> {
    await Promise.all([...this.created.keys()].map((alias) => this.subject.admin.delete(CSRS, this.name(alias)).catch(() => undefined)));
  }

  private async decide(alias: string, type: 'Approved' | 'Denied'): Promise<void> {
    const name = this.name(alias);
    for (let attempt = 1; ; attempt++) {
      if (conditionOf(await this.current(alias), type) !== undefined) {
        this.tell(`the suite finds ${type} on ${name} already, set by somebody else`);
        return;
      }
      try {
        const decision = { type, reason: 'Conformance', message: `${type} by the conformance suite` };
        this.decisions.set(alias, { request: await decide(this.subject.admin, name, decision), at: Date.now() });
        this.tell(`the suite sets ${type} on ${name}`);
        return;
      } catch (error) {
        // A signer that writes at the same moment wins; what it wrote is then looked at again.
        if (!(error instanceof ApiError) || attempt === ATTEMPTS) throw error;
      }
    }
  }

  private name(alias: string): string {
    return this.asked(alias).metadata?.name ?? '';
  }

  private tell(what: string): void {
    this.moments.push({ at: Date.now(), what });
  }
}

/** Where a request stands, in words. */
export function standing(request: CertificateSigningRequest): string {
  const failed = conditionOf(request, 'Failed');
  const why = failed === undefined ? '' : ` (${failed.reason ?? ''}: ${failed.message ?? ''})`;
  const conditions = (request.status?.conditions ?? []).map(({ type = '' }) => type).join(', ') || 'no conditions';
  return `${conditions}${why} and ${request.status?.certificate ? 'a certificate' : 'no certificate'}`;
}

function bytesOf(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}
