export { checkVersion } from './body-kind';
export { decodeBody } from './decode-body';
export type { DecodedBody, FieldValidation, MediaType } from './decode-body';
export type { DecodeTarget } from './body-kind';
export { encodeJson, encodeSorted, typeMetaPrefix, withTypeMeta } from './encode-json';
export { writeYaml } from './yaml-write';
export { decodeMessage, encodeMessage, listMessage, openEnvelope, ProtobufError, sealEnvelope, sealRaw, watchFrame } from './protobuf';
export { decodeDeleteOptions } from './decode-delete-options';
