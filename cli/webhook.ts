import { stringify } from 'yaml';
import type { Listener } from '../base/env/ports';
import { createServingPair, type ServingPair } from '../pki';
import { createWebhook, webhookConfigurations, type WebhookPlace } from '../signers';
import { CommandError, errorCode, messageOf, UsageError } from './errors';
import type { Io } from './io';
import { readFile } from './up-options';

export interface WebhookFlags {
  readonly port: number;
  readonly bindAddress: string;
  readonly tlsCertFile?: string;
  readonly tlsPrivateKeyFile?: string;
  /** `namespace/name` */
  readonly service?: string;
  readonly printOnly?: boolean;
}

const CONFIGURATION = 'csrlab-webhook';

/** `csrlab webhook`: serves the webhook over HTTPS until the user asks it to stop. The configuration goes to standard output, ready to apply. */
export async function webhook(flags: WebhookFlags, io: Io): Promise<void> {
  const service = serviceOf(flags);
  if (flags.printOnly) {
    printOnly(flags, io, service);
    return;
  }
  const serving = servingOf(flags, io, service);
  const listener = await listen(flags, io, serving);
  const caBundle = btoa(serving.ca);
  print(service === undefined ? { url: listener.url, caBundle } : { service, caBundle }, io);
  io.err(`serving on ${listener.url}; apply what is printed above (kubectl apply -f), stop with Ctrl-C\n`);
  await io.stopRequested;
  await listener.close();
}

function printOnly(flags: WebhookFlags, io: Io, service: ReturnType<typeof serviceOf>): void {
  if (service === undefined || flags.tlsCertFile === undefined) {
    throw new UsageError('--print-only wants --service and --tls-cert-file: they say where the webhook is and what is to be trusted');
  }
  print({ service, caBundle: btoa(readFile(flags.tlsCertFile, '--tls-cert-file', io)) }, io);
}

function print(place: WebhookPlace, io: Io): void {
  const { mutating, validating } = webhookConfigurations(CONFIGURATION, place);
  io.out([mutating, validating].map((object) => stringify(object)).join('---\n'));
}

function serviceOf({ service }: WebhookFlags): { readonly namespace: string; readonly name: string } | undefined {
  if (service === undefined) return undefined;
  const [namespace = '', name = '', more] = service.split('/');
  if (namespace === '' || name === '' || more !== undefined) throw new UsageError(`--service ${service}: write NAMESPACE/NAME`);
  return { namespace, name };
}

function servingOf(flags: WebhookFlags, io: Io, service: ReturnType<typeof serviceOf>): ServingPair {
  const { tlsCertFile, tlsPrivateKeyFile } = flags;
  if (tlsCertFile !== undefined && tlsPrivateKeyFile !== undefined) {
    const cert = readFile(tlsCertFile, '--tls-cert-file', io);
    return { cert, key: readFile(tlsPrivateKeyFile, '--tls-private-key-file', io), ca: cert };
  }
  if (tlsCertFile === undefined && tlsPrivateKeyFile === undefined) return selfMade(flags, io, service);
  throw new UsageError('--tls-cert-file and --tls-private-key-file belong together: give both, or neither for a self-made certificate');
}

/** An authority of its own, and a certificate for the name that API servers will use. */
function selfMade({ bindAddress }: WebhookFlags, { environment, crypto }: Io, service: ReturnType<typeof serviceOf>): ServingPair {
  const hosts = [service === undefined ? bindAddress : `${service.name}.${service.namespace}.svc`];
  const tools = { random: environment.random.stream('webhook-certificate'), crypto };
  return createServingPair({ clock: environment.clock, authority: 'csrlab webhook authority', server: 'csrlab webhook', hosts }, tools);
}

async function listen({ port, bindAddress }: WebhookFlags, { environment, crypto }: Io, { cert, key }: ServingPair): Promise<Listener> {
  try {
    return await environment.network.listen({ host: bindAddress, port, tls: { cert, key } }, createWebhook(crypto));
  } catch (error) {
    const why = errorCode(error) === 'EADDRINUSE' ? 'the port is in use: choose another with --port' : messageOf(error);
    throw new CommandError(`cannot listen on ${bindAddress}:${port}: ${why}`, { cause: error });
  }
}
