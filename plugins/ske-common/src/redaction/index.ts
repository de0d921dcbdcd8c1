export { isSecretField, looksSecret } from './looksSecret';
export { HIDDEN, MASK } from './masks';
export { mapObjectsIn } from './objectsInText';
export {
  redact,
  redactObjectsIn,
  redactStatus,
  secretsIn,
  secretsInObjectText,
  withoutSecrets,
} from './redact';
export { maskSecretTexts } from './secretTexts';
export {
  fillStoredSecrets,
  maskStoredSecretMarks,
  storedSecretMark,
  pathOfStoredSecretMark,
} from './storedSecrets';
