import { Contract } from './contract';
import { runSuffix } from './conformance-keys';
import { createCaIssuer } from './issuers';
import type { Scenario } from './scenario';
import type { SignerUnderTest } from './signer-under-test';

/** Enough for an engine that watches; only foreign signers, which may poll, need more. */
const OWN_PATIENCE = { atMost: 10_000, settle: 200 };
const NAMESPACE = 'sandbox';

/** The signer that the run names; without one, a new CA issuer of the scenario's cluster. */
export async function startContract(scenario: Scenario, signer: SignerUnderTest | undefined): Promise<Contract> {
  const { admin } = scenario;
  if (signer !== undefined) return new Contract({ admin, signerName: signer.signerName, patience: signer.patience });
  const name = `conformance-${runSuffix()}`;
  await scenario.ensureNamespace(NAMESPACE);
  await createCaIssuer(admin, { name, namespace: NAMESPACE, secretNamespace: NAMESPACE });
  return new Contract({ admin, signerName: `issuers.cert-manager.io/${NAMESPACE}.${name}`, patience: OWN_PATIENCE });
}
