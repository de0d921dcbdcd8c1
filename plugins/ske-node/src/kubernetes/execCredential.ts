import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import type { User } from '@kubernetes/client-node';
import { z } from 'zod';
import type { ExecSettings, NamedSettings } from './kubeConfigContext';
import type { NewUser } from './KeptUser';

/** A program that asks somebody something would wait for ever: nobody sits there. */
const LONGEST_MS = 30_000;
const MOST_BYTES = 1_000_000;

const text = z.string().nullish();

/** Source: Kubernetes docs, client.authentication.k8s.io/v1, ExecCredential. */
const answerSchema = z.object({
  status: z.object({
    token: text,
    clientCertificateData: text,
    clientKeyData: text,
    expirationTimestamp: text,
  }),
});

/** A program gave no credential. Its output may have secrets, and is not in the message. */
export class ProgramError extends Error {}

/**
 * Runs the program that a user of a kubeconfig names (`exec`), as kubectl does.
 *
 * @throws ProgramError that says what the program did.
 */
export async function runCredentialProgram({
  name,
  file,
  settings,
}: NamedSettings<ExecSettings>): Promise<NewUser> {
  const { status } = readAnswer(await outputOf(settings, file));
  const { token, clientCertificateData, clientKeyData } = status;
  const hasCertificate = clientCertificateData && clientKeyData;
  if (!token && !hasCertificate) {
    throw new ProgramError('gave neither a token nor a client certificate');
  }
  const user: User = {
    name,
    ...(token ? { token } : {}),
    ...(hasCertificate
      ? {
          certData: base64(clientCertificateData),
          keyData: base64(clientKeyData),
        }
      : {}),
  };
  return { user, until: endOf(status.expirationTimestamp) };
}

function readAnswer(output: string): z.infer<typeof answerSchema> {
  try {
    return answerSchema.parse(JSON.parse(output));
  } catch {
    throw new ProgramError('ended well, but gave no ExecCredential in JSON');
  }
}

const base64 = (pem: string): string => Buffer.from(pem).toString('base64');

/** Without an end it is kept until it is not accepted, as kubectl does. */
function endOf(timestamp: string | null | undefined): number {
  const end = Date.parse(timestamp ?? '');
  return Number.isNaN(end) ? Infinity : end;
}

async function outputOf(
  { command, args, env }: ExecSettings,
  file: string,
): Promise<string> {
  // A name without a folder is looked for in PATH, others from the kubeconfig's folder.
  const program = command.includes('/')
    ? resolve(dirname(file), command)
    : command;
  const options = {
    env: {
      ...process.env,
      ...Object.fromEntries(
        (env ?? []).map(({ name, value }) => [name, value]),
      ),
    },
    encoding: 'utf8' as const,
    timeout: LONGEST_MS,
    killSignal: 'SIGKILL' as const,
    maxBuffer: MOST_BYTES,
  };
  try {
    return await new Promise<string>((onOutput, onFailure) => {
      const child = execFile(program, args ?? [], options, (error, stdout) =>
        error ? onFailure(error) : onOutput(stdout),
      );
      child.stdin?.end();
    });
  } catch (error) {
    throw new ProgramError(describeFailure(error));
  }
}

const failureSchema = z.object({
  code: z.union([z.number(), z.string()]).nullish().catch(undefined),
  signal: z.string().nullish().catch(undefined),
  killed: z.boolean().nullish().catch(undefined),
});

/** Node's own message has the output in it, and the arguments. */
function describeFailure(error: unknown): string {
  const { code, signal, killed } = failureSchema.parse(error);
  if (typeof code === 'number') return `failed with exit code ${code}`;
  if (code) return `could not be run (${code})`;
  if (killed) return `did not end within ${LONGEST_MS / 1_000} s`;
  return `was ended by ${signal ?? 'the system'}`;
}
