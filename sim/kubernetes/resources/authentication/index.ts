export { selfSubjectReview, wireUser } from './self-review';
export { tokenRequest, type TokenRequestOptions } from './token-request';
export { tokenReview } from './token-review';
