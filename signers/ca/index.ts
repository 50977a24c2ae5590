export { signWithCa } from './sign';
