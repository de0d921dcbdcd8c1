/**
 * Keyword in the schema of a CRD, with the hints for the form of a node: a platform team
 * may write it into the API of its Promise, and {@link withFormHints} puts all hints
 * there.
 *
 * @public
 */
export const FORM_HINTS_KEYWORD = 'x-ske-form';
