import { FieldErrors, type FieldError } from '../../../../../kube/field-error';
import type { CustomResourceConversion } from '../../../../../kube/types/apiextensions';

const STRATEGIES = ['None', 'Webhook'];
const PATH = 'spec.conversion';

export function conversionErrors({ strategy = '', webhook }: CustomResourceConversion): readonly FieldError[] {
  const versions = webhook?.conversionReviewVersions ?? [];
  if (strategy === '') return [FieldErrors.required(`${PATH}.strategy`)];
  if (!STRATEGIES.includes(strategy)) return [FieldErrors.notSupported(`${PATH}.strategy`, strategy, STRATEGIES)];
  if (strategy === 'None') {
    const why = 'should not be set when strategy is not set to Webhook';
    return [
      ...(webhook?.clientConfig === undefined ? [] : [FieldErrors.forbidden(`${PATH}.webhookClientConfig`, why)]),
      ...(versions.length === 0 ? [] : [FieldErrors.forbidden(`${PATH}.conversionReviewVersions`, why)]),
    ];
  }
  const { url, service } = webhook?.clientConfig ?? {};
  const missing = webhook?.clientConfig === undefined;
  const one = (url === undefined) !== (service === undefined);
  return [
    ...(missing ? [FieldErrors.required(`${PATH}.webhookClientConfig`, 'required when strategy is set to Webhook')] : []),
    ...(missing || one ? [] : [FieldErrors.required(`${PATH}.webhookClientConfig`, 'exactly one of url or service is required')]),
    ...(versions.length === 0 ? [FieldErrors.required(`${PATH}.conversionReviewVersions`)] : []),
  ];
}
