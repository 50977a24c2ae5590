export { everyField, escapeFieldValue, parseFieldSelector } from './field-selector';
export type { FieldRequirement, FieldSelector, FieldTransform } from './field-selector';
export { everyLabel, labelSelectorFromSet, labelSelectorOf, parseLabelSelector } from './label-selector';
export type { LabelSelector } from './label-selector';
export { labelKeyProblems, labelValueProblems, subdomainProblems } from './label-syntax';
export type { Labels, Operator, Requirement } from './requirement';
export { selectedEvent, selectionKey } from './selection';
