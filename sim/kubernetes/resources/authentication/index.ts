export { selfSubjectReview, wireUser } from './self-review';
export { tokenRequest } from './token-request';
export { tokenReview } from './token-review';
