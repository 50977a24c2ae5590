import { createAuthority, createRequestPem } from '../steps/state/keys';

const base64 = (text: string): string => Buffer.from(text).toString('base64');

/** The manifests of the documented flow: a namespace, the Role of the cert-manager page bound to alice, an issuer with its CA. */
export function issuerManifest(root: ReturnType<typeof createAuthority>): string {
  return `apiVersion: v1
kind: Namespace
metadata:
  name: sandbox
---
apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata:
  name: cert-manager-referencer:my-issuer
  namespace: sandbox
rules:
- apiGroups: ["cert-manager.io"]
  resources: ["signers"]
  verbs: ["reference"]
  resourceNames:
  - "my-issuer" # only Issuers of this name
  - "*" # Issuers of any name in this namespace
---
apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata:
  name: cert-manager-referencer:my-issuer
  namespace: sandbox
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: Role
  name: cert-manager-referencer:my-issuer
subjects:
- apiGroup: rbac.authorization.k8s.io
  kind: User
  name: alice
---
apiVersion: v1
kind: Secret
metadata:
  name: my-ca
  namespace: sandbox
type: kubernetes.io/tls
data:
  tls.crt: ${base64(root.certificate)}
  tls.key: ${base64(root.key)}
---
apiVersion: cert-manager.io/v1
kind: Issuer
metadata:
  name: my-issuer
  namespace: sandbox
spec:
  ca:
    secretName: my-ca
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRole
metadata:
  name: requester
rules:
- apiGroups: ["certificates.k8s.io"]
  resources: ["certificatesigningrequests"]
  verbs: ["create", "get", "list", "patch"]
---
apiVersion: rbac.authorization.k8s.io/v1
kind: ClusterRoleBinding
metadata:
  name: requester
roleRef:
  apiGroup: rbac.authorization.k8s.io
  kind: ClusterRole
  name: requester
subjects:
- kind: User
  name: alice
  apiGroup: rbac.authorization.k8s.io
- kind: User
  name: bob
  apiGroup: rbac.authorization.k8s.io
`;
}

export function requestManifest(name: string): string {
  return `apiVersion: certificates.k8s.io/v1
kind: CertificateSigningRequest
metadata:
  name: ${name}
spec:
  request: ${base64(createRequestPem(name))}
  signerName: issuers.cert-manager.io/sandbox.my-issuer
  usages:
  - digital signature
  - server auth
`;
}
