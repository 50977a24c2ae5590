import { FieldErrors, type FieldError } from '../../../../kube/field-error';
import { dnsLabelErrors } from '../../../../kube/validation';
import { at, listAt, textAt } from '../common/tree';

const RESTART_POLICIES: readonly string[] = ['Always', 'OnFailure', 'Never'];
const DNS_POLICIES: readonly string[] = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None'];
const PULL_POLICIES: readonly string[] = ['Always', 'IfNotPresent', 'Never'];
const PROTOCOLS: readonly string[] = ['SCTP', 'TCP', 'UDP'];
const PORT_RANGE = 'must be between 1 and 65535, inclusive';

/** The commoner mistakes in a pod's spec. */
export function validatePodSpec(spec: unknown, field: string): FieldError[] {
  const containers = listAt(spec, 'containers');
  return [
    ...(containers.length === 0 ? [FieldErrors.required(`${field}.containers`)] : []),
    ...validateContainers(containers, `${field}.containers`),
    ...oneOf(textAt(spec, 'restartPolicy'), RESTART_POLICIES, `${field}.restartPolicy`),
    ...oneOf(textAt(spec, 'dnsPolicy'), DNS_POLICIES, `${field}.dnsPolicy`),
    ...validateContainers(listAt(spec, 'initContainers'), `${field}.initContainers`),
  ];
}

function validateContainers(containers: readonly unknown[], field: string): FieldError[] {
  const names = containers.map((container) => textAt(container, 'name'));
  return containers.flatMap((container, index) => {
    const name = names[index] ?? '';
    const path = `${field}[${index}]`;
    return [
      ...nameErrors(name, names.indexOf(name) < index, `${path}.name`),
      ...imageErrors(textAt(container, 'image'), `${path}.image`),
      ...listAt(container, 'ports').flatMap((port, at) => portErrors(port, `${path}.ports[${at}]`)),
      ...oneOf(textAt(container, 'imagePullPolicy'), PULL_POLICIES, `${path}.imagePullPolicy`),
    ];
  });
}

function nameErrors(name: string, repeated: boolean, field: string): FieldError[] {
  if (name === '') return [FieldErrors.required(field)];
  if (repeated) return [FieldErrors.duplicate(field, name)];
  return dnsLabelErrors(name).map((text) => FieldErrors.invalid(field, name, text));
}

function imageErrors(image: string, field: string): FieldError[] {
  if (image === '') return [FieldErrors.required(field)];
  return image.trim() === image ? [] : [FieldErrors.invalid(field, image, 'must not have leading or trailing whitespace')];
}

function portErrors(port: unknown, field: string): FieldError[] {
  const number = at(port, 'containerPort');
  return [
    ...(number === undefined || number === 0
      ? [FieldErrors.required(`${field}.containerPort`)]
      : rangeErrors(number, `${field}.containerPort`)),
    ...oneOf(textAt(port, 'protocol'), PROTOCOLS, `${field}.protocol`),
  ];
}

/** A port number out of range. */
export function rangeErrors(port: unknown, field: string): FieldError[] {
  const good = typeof port === 'number' && port >= 1 && port <= 65535;
  return good ? [] : [FieldErrors.invalid(field, port, PORT_RANGE)];
}

/** A value that is set and not one of those allowed. */
export function oneOf(value: string, allowed: readonly string[], field: string): FieldError[] {
  return value === '' || allowed.includes(value) ? [] : [FieldErrors.notSupported(field, value, allowed)];
}
