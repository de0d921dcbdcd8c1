export { DEFAULT_KEYWORD, FORMAT_KEYWORD, formSchema } from './schema';
export { integerRange, isFormat, KUBERNETES_FORMATS } from './formats';
export { javaScriptPattern, SHORT_TEXT } from './re2';
export { PROMISE_KEYWORD, specPages } from './pages';
export { readFieldPath, type FieldStep } from './fieldPath';
export { hintKeys } from './hintKeys';
export { formHintsSchema, type FormHints } from './hints';
export {
  RESERVED_NAMES,
  SECRET_FIELD,
  SHORT_PATTERN_KEYWORD,
  SPEC_FIELD,
  YAML_FIELD,
} from './keywords';
export { FORM_HINTS_ANNOTATION, readFormHints } from './readHints';
export type { ReadFormHints } from './readHints';
export { schemaChanges, type SchemaChange } from './schemaChanges';
export { withFormHints } from './withHints';
export { specWithHints } from './specWithHints';
export { liveOptionsOf } from './liveOptions';
export type { LiveOptions } from './liveOptions';
export { immutableIn, isImmutable } from './immutable';
export type { Immutable } from './immutable';
export {
  fillSecrets,
  maskSecrets,
  secretName,
  secretNameOf,
  secretPlaceholder,
} from './secrets';
export type { FormPage } from './pages';
export { humanise } from './humanise';
