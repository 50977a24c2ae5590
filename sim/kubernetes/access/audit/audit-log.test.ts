import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { requestInfo } from '../request-info';
import { authenticatedUser, impersonatedUser } from '../authentication/user';
import type { AuditEvent } from './audit-event';
import { auditLog, type AuditLogOptions } from './audit-log';
import type { AuditRequest } from './request-facts';

const clock = { now: () => Date.parse('2026-06-01T12:00:00Z'), setTimer: () => ({ cancel: () => undefined }) };
const alice = authenticatedUser({ name: 'alice', groups: ['dev'] });

function requested(method: string, path: string, headers = {}): AuditRequest {
  return {
    auditId: 'id',
    request: { method, path, headers },
    peer: { address: '::ffff:127.0.0.1' },
    info: requestInfo(method, path),
    user: alice,
  };
}

function heard(options: Omit<AuditLogOptions, 'clock'> = {}): { log: ReturnType<typeof auditLog>; events: AuditEvent[] } {
  const log = auditLog({ clock, ...options });
  const events: AuditEvent[] = [];
  log.listen((event) => events.push(event));
  return { log, events };
}

describe('the audit log', () => {
  it('costs nothing when nobody listens', () => {
    assert.equal(auditLog({ clock }).begin(requested('GET', '/api/v1/pods')), undefined);
  });

  it('tells of a request when it comes and when it is answered', () => {
    const { log, events } = heard();
    const trail = log.begin(requested('POST', '/api/v1/namespaces/n/configmaps', { 'user-agent': 'me', 'x-forwarded-for': '10.0.0.1' }));
    trail?.impersonated(impersonatedUser({ name: 'jane' }), 'impersonate:user-info');
    trail?.decided({ allowed: true, reason: 'RBAC: …' });
    trail?.requestObject({ metadata: { name: 'a' } });
    trail?.completed(201);
    const begin = {
      kind: 'Event',
      apiVersion: 'audit.k8s.io/v1',
      level: 'Metadata',
      auditID: 'id',
      requestURI: '/api/v1/namespaces/n/configmaps',
      verb: 'create',
      user: { username: 'alice', groups: ['dev', 'system:authenticated'] },
      sourceIPs: ['10.0.0.1', '127.0.0.1'],
      userAgent: 'me',
      requestReceivedTimestamp: '2026-06-01T12:00:00.000000Z',
      stageTimestamp: '2026-06-01T12:00:00.000000Z',
    };
    const reference = { resource: 'configmaps', namespace: 'n', apiVersion: 'v1' };
    assert.deepEqual(events, [
      { ...begin, stage: 'RequestReceived', objectRef: reference },
      {
        ...begin,
        stage: 'ResponseComplete',
        impersonatedUser: { username: 'jane', groups: ['system:authenticated'] },
        authenticationMetadata: { impersonationConstraint: 'impersonate:user-info' },
        objectRef: { ...reference, name: 'a' },
        responseStatus: { metadata: {}, code: 201 },
        annotations: { 'authorization.k8s.io/decision': 'allow', 'authorization.k8s.io/reason': 'RBAC: …' },
      },
    ]);
  });

  it('writes lines of JSON', () => {
    const lines: string[] = [];
    auditLog({ clock, write: (line) => lines.push(line) }).begin(requested('GET', '/healthz'));
    assert.match(lines.join(''), /^\{"kind":"Event",.*"stage":"RequestReceived",.*\}\n$/);
  });

  const POLICY = {
    omitStages: ['RequestReceived'] as const,
    rules: [
      { level: 'None', nonResourceURLs: ['/healthz*'] },
      { level: 'None', users: ['bob'] },
      { level: 'Request', resources: [{ group: '', resources: ['secrets', 'pods/*'] }], verbs: ['create'] },
      { level: 'Metadata', userGroups: ['dev'], resources: [{ group: '*' }] },
    ] as const,
  };
  const LEVELS: readonly (readonly [string, string, string | undefined])[] = [
    ['GET', '/healthz/ping', undefined],
    ['GET', '/version', undefined],
    ['POST', '/api/v1/namespaces/n/secrets', 'Request'],
    ['POST', '/api/v1/namespaces/n/pods/p/exec', 'Request'],
    ['GET', '/api/v1/namespaces/n/secrets', 'Metadata'],
  ];
  for (const [method, path, level] of LEVELS) {
    it(`audits ${method} ${path} at ${level ?? 'no'} level`, () => {
      const { log, events } = heard({ policy: POLICY });
      log.begin(requested(method, path))?.completed(200);
      assert.deepEqual(
        events.map((event) => `${event.level} ${event.stage}`),
        level === undefined ? [] : [`${level} ResponseComplete`],
      );
    });
  }

  it('keeps a patch as it was sent, and ends with a panic', () => {
    const { log, events } = heard({ policy: 'Request' });
    const trail = log.begin(requested('PATCH', '/api/v1/namespaces/n/configmaps/a'));
    trail?.requestPatch(() => '{"data":null}');
    trail?.panicked('boom');
    trail?.completed(500);
    assert.deepEqual(
      events.map(({ stage, requestObject, responseStatus }) => ({ stage, requestObject, message: responseStatus?.message })),
      [
        { stage: 'RequestReceived', requestObject: undefined, message: undefined },
        { stage: 'Panic', requestObject: { data: null }, message: "APIServer panic'd: boom" },
      ],
    );
  });

  it('leaves managers out when the policy says so', () => {
    const { log, events } = heard({ policy: { omitManagedFields: true, rules: [{ level: 'RequestResponse' }] } });
    const trail = log.begin(requested('GET', '/api/v1/pods'));
    trail?.responseObject({ kind: 'PodList', items: [{ metadata: { name: 'a', managedFields: [] } }] });
    trail?.completed(200);
    assert.deepEqual(events[1]?.responseObject, { kind: 'PodList', items: [{ metadata: { name: 'a' } }] });
  });
});
