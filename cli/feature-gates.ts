import { UsageError } from './errors';

export const CSR_CONTROLLERS_GATE = 'ExperimentalCertificateSigningRequestControllers';

const KNOWN = [CSR_CONTROLLERS_GATE];

/** Parses `Name=true,Other=false` as Kubernetes components do; what is not named keeps its default. */
export function parseFeatureGates(text: string): ReadonlyMap<string, boolean> {
  const gates = new Map<string, boolean>();
  for (const entry of text.split(',').map((part) => part.trim())) {
    if (entry === '') continue;
    const [name = '', value, ...rest] = entry.split('=');
    if (!KNOWN.includes(name)) throw new UsageError(`unknown feature gate "${name}" in --feature-gates: known is ${KNOWN.join(', ')}`);
    if (rest.length > 0 || (value !== 'true' && value !== 'false')) {
      throw new UsageError(`feature gate ${name} is "${value ?? ''}" in --feature-gates: write ${name}=true or ${name}=false`);
    }
    gates.set(name, value === 'true');
  }
  return gates;
}
