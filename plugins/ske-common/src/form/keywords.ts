/** Name of the field extension that edits free-form values as YAML. @public */
export const YAML_FIELD = 'SkeYaml';

/** Name of the field extension that takes a secret. @public */
export const SECRET_FIELD = 'SkeSecret';

/** Name of the field extension that draws a `spec`, or a part of one. @public */
export const SPEC_FIELD = 'SkeSpec';

/**
 * Keyword with a `pattern` that takes JavaScript too long on texts of more than
 * `SHORT_TEXT` characters. Not `pattern` itself: the scaffolder would hold
 * a text of any length against it.
 *
 * @public
 */
export const SHORT_PATTERN_KEYWORD = 'x-ske-pattern';

/**
 * Names of fields and keys that the scaffolder's templates refuse, wherever in a
 * value they stand.
 *
 * Source: package nunjitsu, the scaffolder's renderer, `reservedNames`.
 *
 * @public
 */
export const RESERVED_NAMES = ['constructor', 'prototype', '__proto__'];
