// What `csrlab/cucumber` gives: loading it defines every step of the features, and the world they work in.
import './access.steps';
import './approver-conformance.steps';
import './authorities.steps';
import './certificates.steps';
import './conformance.steps';
import './issued-certificates.steps';
import './issuers.steps';
import './operations.steps';
import './outcomes.steps';
import './requests.steps';
import './self-signed.steps';

export { CsrWorld, type WorldParameters } from './world';
export type { Scenario } from './state/scenario';
export type { Target } from './state/target';
