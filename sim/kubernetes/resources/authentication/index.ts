export { selfSubjectReview, wireUser } from './self-review';
export { tokenRequest, tokenRequestStrategy } from './token-request';
export { tokenReview } from './token-review';
