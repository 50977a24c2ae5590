import { Resources } from '../../kube';
import type { Secret } from '../../kube/types/core';
import { clusterClient, objectOf, requestOf, type ClusterFlags } from '../cluster';
import { CommandError, UsageError } from '../errors';
import type { Io } from '../io';
import { readFile } from '../up-options';
import { readPem, sectionsOf } from './pem-sections';
import { renderReport } from './render';
import type { Report } from './report';
import { requestReport } from './request-report';

export interface InspectFlags extends ClusterFlags {
  readonly namespace: string;
  readonly output: 'text' | 'json';
}

interface Subject {
  readonly what: string;
  readonly name: string | undefined;
}

type Inspector = (name: string, flags: InspectFlags, io: Io) => Promise<Report>;

const IN_CLUSTER: Readonly<Record<string, Inspector>> = {
  csr: inspectRequest,
  certificatesigningrequest: inspectRequest,
  secret: inspectSecret,
};

/** `csrlab inspect`: every field of a request, a certificate, or both side by side. */
export async function inspect({ what, name }: Subject, flags: InspectFlags, io: Io): Promise<void> {
  const inspector = Object.hasOwn(IN_CLUSTER, what) && !io.files.exists(what) ? IN_CLUSTER[what] : undefined;
  if (inspector !== undefined && name === undefined) throw new UsageError(`inspect ${what}: which one? write csrlab inspect ${what} NAME`);
  const report =
    inspector === undefined ? inspectFiles([what, ...(name === undefined ? [] : [name])], io) : await inspector(name ?? '', flags, io);
  io.out(flags.output === 'json' ? `${JSON.stringify(report)}\n` : renderReport(report));
}

function inspectFiles(paths: readonly string[], io: Io): Report {
  const contents = paths.map((path) => readPem(readFile(path, 'FILE', io), path));
  const all = {
    requests: contents.flatMap(({ requests }) => requests),
    certificates: contents.flatMap(({ certificates }) => certificates),
    others: contents.flatMap(({ others }) => others),
  };
  return { title: paths.join(' and '), sections: sectionsOf(all) };
}

async function inspectRequest(name: string, flags: InspectFlags, io: Io): Promise<Report> {
  return requestReport(await requestOf(clusterClient(flags, io), name));
}

async function inspectSecret(name: string, flags: InspectFlags, io: Io): Promise<Report> {
  const secret = await objectOf<Secret>(clusterClient(flags, io), Resources.secrets, name, flags.namespace);
  const entries = Object.entries(secret.data ?? {}).map(([key, value]) => ({ key, text: atob(value) }));
  const readable = entries.filter(({ text }) => text.includes('-----BEGIN'));
  if (readable.length === 0) {
    const keys = entries.map(({ key }) => key).join(', ') || 'nothing';
    throw new CommandError(`secret ${name} in namespace ${flags.namespace} holds no certificate: its data has ${keys}`);
  }
  const sections = readable.flatMap(({ key, text }) =>
    sectionsOf(readPem(text, `${key} of secret ${name}`)).map((section) => ({ ...section, title: `${key}: ${section.title}` })),
  );
  return { title: `secret ${name} in namespace ${flags.namespace} (${secret.type ?? 'Opaque'})`, sections };
}
