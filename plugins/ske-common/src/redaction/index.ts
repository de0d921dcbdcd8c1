export { looksSecret, maskSecretTexts } from './looksSecret';
export { HIDDEN, MASK, redact, secretsIn, withoutSecrets } from './redact';
export {
  fillStoredSecrets,
  maskStored,
  storedSecret,
  storedSecretPath,
} from './storedSecrets';
