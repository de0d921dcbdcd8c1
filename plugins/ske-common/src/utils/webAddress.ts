/** Whether a text is an address that can be asked by HTTP. @public */
export const isHttpAddress = (text: string): boolean =>
  URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);

/** Whether an address has a user name or a password in it; also of what is none. @public */
export function hasCredential(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { username, password } = new URL(text);
  return username !== '' || password !== '';
}
