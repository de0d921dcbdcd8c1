import { readFile } from 'node:fs/promises';
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import {
  asText,
  at,
  bindingsSchema,
  type BindingsAnswer,
} from '@syntasso/plugin-ske-common';

/** Where a controller is asked, and how. */
export interface ControllerTarget {
  /** With the path that a proxy puts before its own. */
  url: string;
  /** For a proxy that asks for one. */
  token?: string;
  /** PEM file with the authorities that its certificate may be from; default: those of Node. */
  caFile?: string;
}

/** For all attempts together. */
const TIMEOUT_MS = 5_000;
/** Some thousand Promises with long messages. */
const MOST_BYTES = 4 * 1024 * 1024;
/** Each is a connection of its own, which may lead to another replica. */
const MOST_ATTEMPTS = 6;

/**
 * Asks a controller how the bindings stand. Of several replicas behind one address only
 * the leader knows: others are asked until it is found.
 *
 * @param limits - for tests
 * @throws ServiceUnavailableError that says why they cannot be read
 */
export async function readBindings(
  target: ControllerTarget,
  signal: AbortSignal,
  limits: { timeoutMs?: number; mostBytes?: number } = {},
): Promise<BindingsAnswer> {
  const { timeoutMs = TIMEOUT_MS, mostBytes = MOST_BYTES } = limits;
  const address = `${target.url.replace(/\/+$/, '')}/v1/bindings`;
  const timeout = AbortSignal.timeout(timeoutMs);
  const ending = AbortSignal.any([signal, timeout]);
  try {
    const options = await requestOptions(target, ending);
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const response = await send(address, options);
      const answer = parseAnswer(await readText(response, mostBytes));
      if (answer.leader) return answer;
    }
  } catch (error) {
    throw new ServiceUnavailableError(
      `${address} cannot be read: ${
        timeout.aborted
          ? `it did not answer within ${timeoutMs / 1_000} s`
          : causeOf(error)
      }.`,
    );
  }
  throw new ServiceUnavailableError(
    `${address} cannot be read: no replica that answers is the leader. Look at the log of the controller.`,
  );
}

/** The files and headers are read each time: they may be renewed. */
async function requestOptions(
  { token, caFile }: ControllerTarget,
  signal: AbortSignal,
): Promise<https.RequestOptions> {
  return {
    // No connection is used twice: the next one may lead to another replica.
    agent: false,
    signal,
    headers: {
      accept: 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(caFile === undefined ? {} : { ca: await readCa(caFile) }),
  };
}

async function readCa(caFile: string): Promise<string> {
  try {
    return await readFile(caFile, 'utf8');
  } catch (error) {
    throw new ServiceUnavailableError(
      `ske.controller.caFile: ${causeOf(error)}`,
    );
  }
}

/** Resolves with the beginning of an answer that is 200. */
async function send(
  address: string,
  options: https.RequestOptions,
): Promise<IncomingMessage> {
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    const request =
      new URL(address).protocol === 'https:'
        ? https.get(address, options, resolve)
        : http.get(address, options, resolve);
    request.on('error', reject);
  });
  const { statusCode } = response;
  if (statusCode === 200) return response;
  response.destroy();
  throw new ServiceUnavailableError(
    `it answers with ${statusCode}. ${remedyOf(statusCode)}`,
  );
}

function remedyOf(statusCode: number | undefined): string {
  if (statusCode === 401 || statusCode === 403) {
    return 'Check ske.controller.token';
  }
  return statusCode === undefined || statusCode < 500
    ? 'Check ske.controller.url'
    : 'Look at the log of the controller';
}

async function readText(
  response: AsyncIterable<Buffer>,
  mostBytes: number,
): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response) {
    bytes += chunk.length;
    if (bytes > mostBytes) {
      throw new ServiceUnavailableError(
        `its answer is longer than ${mostBytes} bytes`,
      );
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseAnswer(text: string): BindingsAnswer {
  const { success, data } = bindingsSchema.safeParse(parseJson(text));
  if (success) return data;
  throw new ServiceUnavailableError(
    'its answer is not that of the controller. Check ske.controller.url, and that Backstage and the controller are of versions that go together',
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // It is no answer of the controller, as any other JSON.
    return undefined;
  }
}

/** Of several addresses that refuse, Node has only a code. */
function causeOf(error: unknown): string {
  const message = isError(error) ? error.message : String(error);
  return (message || asText(at(error, 'code'))) ?? 'for no known reason';
}
