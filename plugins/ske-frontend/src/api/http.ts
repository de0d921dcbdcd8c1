/** What is sent as JSON; nothing where there is no body. */
export const jsonBody = (body: unknown): RequestInit =>
  body === undefined
    ? {}
    : {
        body: JSON.stringify(body),
        headers: { 'content-type': 'application/json' },
      };

/** Reads an answer as it is written, until it ends. */
export async function readText(
  response: Response,
  onText: (text: string) => void,
): Promise<void> {
  if (!response.body) return;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    onText(decoder.decode(value, { stream: true }));
  }
}

/** The same line by line; one that has not ended is not read. */
export async function readLines(
  response: Response,
  onLine: (line: string) => void,
): Promise<void> {
  let rest = '';
  await readText(response, text => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    lines.forEach(onLine);
  });
}
