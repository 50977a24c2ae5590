export { decodeMessage } from './message-decode';
export { encodeMessage } from './message-encode';
export { listMessage, openEnvelope, sealEnvelope, sealRaw, watchFrame } from './envelope';
export { ProtobufError } from './wire-reader';
