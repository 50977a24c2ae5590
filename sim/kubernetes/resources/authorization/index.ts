export { localSubjectAccessReview, selfSubjectAccessReview, subjectAccessReview } from './access-reviews';
export { selfSubjectRulesReview } from './rules-review';
