export { DNS_LABEL_MAX, DNS_SUBDOMAIN_MAX, dns1035LabelErrors, dnsLabelErrors, dnsSubdomainErrors, wildcardSubdomainErrors } from './dns';
export {
  anyName,
  configKeyErrors,
  dns1035Name,
  dnsLabelName,
  dnsSubdomainName,
  labelValueErrors,
  pathSegmentName,
  qualifiedNameErrors,
  type NameRule,
} from './names';
export {
  validateAnnotations,
  validateFinalizers,
  validateImmutable,
  validateLabels,
  validateNames,
  validateObjectMeta,
  validateObjectMetaUpdate,
  validateStandardFinalizer,
  type ObjectMetaRules,
} from './object-meta';
export { validateOwnerReferences } from './owner-references';
export { byteLength } from './regex-error';
