export { looksSecret, maskSecretTexts } from './looksSecret';
export { HIDDEN, MASK, redact, secretsIn, withoutSecrets } from './redact';
export {
  fillStoredSecrets,
  maskStoredSecretMarks,
  storedSecretMark,
  pathOfStoredSecretMark,
} from './storedSecrets';
