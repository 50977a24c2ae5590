export { builtInKinds, builtInType } from './built-in-types';
export { isRegisteredKind } from './registered-kinds';
export { applyDeclaredDefaults } from './declared-defaults';
export { declaredErrors } from './declared-rules';
export { isDemanded } from './field-rules';
export { declaredChanges } from './declared-immutability';
