export { isSecretField, looksSecret } from './looksSecret';
export { HIDDEN, MASK } from './masks';
export { redact, redactStatus, secretsIn, withoutSecrets } from './redact';
export { maskSecretTexts, secretsInText } from './secretTexts';
export {
  fillStoredSecrets,
  maskStoredSecretMarks,
  storedSecretMark,
  pathOfStoredSecretMark,
} from './storedSecrets';
