export { signSelfSigned } from './sign';
