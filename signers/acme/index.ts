export { signWithAcme } from './sign';
