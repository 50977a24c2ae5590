export { decodeBody } from './decode-body';
export type { DecodedBody, DecodeTarget, FieldValidation, MediaType } from './decode-body';
export { encodeJson, encodeSorted, typeMetaPrefix, withTypeMeta } from './encode-json';
export { writeYaml } from './yaml-write';
