import { z } from 'zod';

const LONGEST_TITLE = 60;
const LONGEST_TEMPLATE = 8 * 1024;

/** A template of a snippet, as a platform team may write it. */
export const writtenSnippetSchema = z.strictObject({
  title: z
    .string('must be a text')
    .trim()
    .min(1, 'must not be empty')
    .max(LONGEST_TITLE, `must have at most ${LONGEST_TITLE} characters`),
  language: z
    .string('must be a text')
    .regex(
      /^[a-z][a-z0-9+#.-]{0,19}$/,
      'must be a word in small letters, such as yaml',
    )
    .optional(),
  template: z
    .string('must be a text')
    .min(1, 'must not be empty')
    .max(LONGEST_TEMPLATE, `must have at most ${LONGEST_TEMPLATE} characters`),
});

const snippetTemplateSchema = z.object({
  title: z.string().describe('what it is for, such as Helm values'),
  language: z
    .string()
    .optional()
    .describe('such as yaml; absent: it may be for a shell'),
  template: z
    .string()
    .describe('text with placeholders such as ${{ status.host }}'),
});

/** A template of a snippet, which a Resource fills in. @public */
export type SnippetTemplate = z.infer<typeof snippetTemplateSchema>;

/** What a platform team says about how its Resources are used. @public */
export const connectGuideSchema = z.object({
  text: z
    .string()
    .optional()
    .describe('how to get at the Secret, Markdown; a template as snippets'),
  keys: z.array(z.string()).describe('of the Secret that a Resource has'),
  snippets: z.array(snippetTemplateSchema),
});

/** See {@link connectGuideSchema}. @public */
export type ConnectGuide = z.infer<typeof connectGuideSchema>;
