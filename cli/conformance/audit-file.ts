import { RequestLog } from '../../lab/request-log';
import type { AuditEvent } from '../../sim/kubernetes/access';
import { CommandError } from '../errors';
import type { Io } from '../io';

/** The CertificateSigningRequests' part of an audit log as kube-apiserver writes it: one audit.k8s.io/v1 event a line. */
export function readAuditFile(file: string, io: Io): RequestLog {
  const log = new RequestLog();
  for (const [index, line] of io.files.readText(file).split('\n').entries()) {
    const event = line.includes('certificatesigningrequests') ? eventOf(line, `${file}, line ${index + 1}`) : undefined;
    if (event !== undefined && RequestLog.stages.some((stage) => stage === event.stage)) log.add(event);
  }
  return log;
}

function eventOf(line: string, where: string): AuditEvent {
  try {
    return JSON.parse(line) as AuditEvent;
  } catch (error) {
    throw new CommandError(`${where} is no audit event: write the log with --audit-log-format=json, which is kube-apiserver's default`, {
      cause: error,
    });
  }
}
