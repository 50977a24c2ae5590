export { admissionPlugins, type AdmissionDependencies } from './plugins';
