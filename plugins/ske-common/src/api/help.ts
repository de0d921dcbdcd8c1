import { z } from 'zod';

/** What stands in `ske.help.url` for what is known of a problem. @public */
export const helpPlaceholders = [
  'title',
  'text',
  'link',
  'kind',
  'name',
  'namespace',
  'promise',
  'state',
  'reason',
] as const;

/** See {@link helpPlaceholders}. @public */
export type HelpPlaceholder = (typeof helpPlaceholders)[number];

const PLACEHOLDER = /\{(\w+)\}/g;
const isPlaceholder = (name: string): name is HelpPlaceholder =>
  helpPlaceholders.some(known => known === name);

/** Pages make links of nothing else: other schemes can run code. */
const SCHEMES = ['http:', 'https:', 'mailto:'];

/** Whether a text is an address that may become a link. @public */
export function isSafeLink(text: string): boolean {
  try {
    return SCHEMES.includes(new URL(text).protocol);
  } catch {
    return false;
  }
}

/** Whether a text is an e-mail address, and nothing more if it becomes part of a link. @public */
export function isEmailAddress(text: string): boolean {
  return /^[^\s@<>",;:?&#%]+@[^\s@<>",;:?&#%]+$/.test(text);
}

const address = z
  .string()
  .refine(
    text => isSafeLink(text.replace(PLACEHOLDER, 'x')),
    'is no address that begins with https://, http:// or mailto:',
  );

/** Where people ask for help: `ske.help` of app-config. @public */
export const helpSchema = z.strictObject({
  email: z
    .string()
    .refine(
      isEmailAddress,
      'is no e-mail address, such as platform@example.org',
    )
    .optional(),
  url: address
    .refine(
      text =>
        [...text.matchAll(PLACEHOLDER)].every(([, name]) =>
          isPlaceholder(name),
        ),
      `has a placeholder that is not known; there are ${helpPlaceholders
        .map(name => `{${name}}`)
        .join(', ')}`,
    )
    .optional(),
  chat: address.optional(),
});

/** See {@link helpSchema}. @public */
export type HelpConfig = z.infer<typeof helpSchema>;

/**
 * Reads `ske.help` of app-config.
 *
 * @returns the channels, or what is wrong as a sentence for who runs Backstage
 * @public
 */
export function readHelp(
  value: unknown,
): { kind: 'read'; help: HelpConfig } | { kind: 'invalid'; problem: string } {
  const { success, data, error } = helpSchema.safeParse(value ?? {});
  if (success) return { kind: 'read', help: data };
  const [{ path, message }] = error.issues;
  return {
    kind: 'invalid',
    problem: `${['ske.help', ...path].join('.')} in app-config ${asPredicate(
      message,
    )}. Set ske.help to one or several of email, url and chat (docs/pages.md).`,
  };
}

/** What zod says by itself is no predicate. */
const asPredicate = (message: string) =>
  /^(is|has) /.test(message) ? message : `is not right: ${message}`;

/** The address of a template with its placeholders filled in. @public */
export const fillHelpUrl = (
  template: string,
  values: Record<HelpPlaceholder, string>,
): string =>
  template.replace(PLACEHOLDER, (found, name: string) =>
    isPlaceholder(name) ? encodeText(values[name]) : found,
  );

/** A text for an address, also one that was cut in the middle of a character. @public */
export const encodeText = (text: string): string =>
  encodeURIComponent(text.replace(/\p{Surrogate}/gu, '\uFFFD'));
