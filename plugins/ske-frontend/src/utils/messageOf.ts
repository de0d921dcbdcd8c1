/** What went wrong, in the backend's own words where it had any. */
export function messageOf(error: Error): string {
  const { body } = error as { body?: { error?: { message?: string } } };
  return body?.error?.message ?? error.message;
}
