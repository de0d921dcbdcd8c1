export { isSecretField, looksSecret } from './looksSecret';
export { HIDDEN, MASK } from './masks';
export {
  readYamlObjects,
  writeObjects,
  type YamlObject,
} from './objectsInText';
export { hasOpenSecrets } from './openSecrets';
export {
  redact,
  redactObjectsIn,
  redactStatus,
  secretsIn,
  secretsInObjectText,
  withoutSecrets,
} from './redact';
export {
  maskSecretsOfAddress,
  maskSecretTexts,
  replaceBase64,
} from './secretTexts';
export {
  fillStoredSecrets,
  maskStoredSecretMarks,
  storedSecretMark,
  pathOfStoredSecretMark,
} from './storedSecrets';
