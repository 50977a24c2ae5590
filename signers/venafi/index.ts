export { signWithVenafi } from './sign';
