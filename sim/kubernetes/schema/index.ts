export { builtInKinds, builtInType } from './built-in-types';
export { isRegisteredKind } from './registered-kinds';
export { applyDeclaredDefaults } from './declared-defaults';
export { declaredErrors, isDemanded } from './declared-rules';
export { declaredChanges } from './declared-immutability';
