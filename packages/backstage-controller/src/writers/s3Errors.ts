import {
  CustomErrorBase,
  InputError,
  isError,
  NotAllowedError,
  NotFoundError,
} from '@backstage/errors';
import { asNumber, asText, at } from '@syntasso/plugin-ske-common';
import { NoAnswerError, ServerError } from '@syntasso/plugin-ske-node';

/** Which bucket, for the texts of errors. */
export interface BucketPlace {
  bucketName: string;
  endpoint: string;
}

const CERTIFICATE_CODE =
  /^(SELF_SIGNED_|DEPTH_ZERO_|UNABLE_TO_|CERT_|ERR_TLS_CERT_|HOSTNAME_MISMATCH|INVALID_CA)/;

/**
 * Turns what the S3 client throws into an error that says what, where and what to do.
 *
 * @param doing - such as `write a/catalog-info.yaml`
 */
export function s3Error(
  doing: string,
  { bucketName, endpoint }: BucketPlace,
  error: unknown,
): Error {
  const could = `Could not ${doing} in bucket ${bucketName} at ${endpoint}`;
  const { name, message } = isError(error)
    ? error
    : { name: 'Error', message: String(error) };
  const says = message ? `: ${message}` : '';
  const status = asNumber(at(error, '$metadata', 'httpStatusCode'));
  if (name === 'CredentialsProviderError') {
    return new NotAllowedError(
      `${could}: the pod has no credentials${says}. Give its service account a role (IAM), or name a Secret in output.secretRef.`,
    );
  }
  if (status === undefined) return connectionError(could, error, name);
  if (name === 'NoSuchBucket') {
    return new NotFoundError(
      `${could}: there is no such bucket. Create it, or correct output.bucketName.`,
    );
  }
  if (status === 401 || status === 403) {
    return new NotAllowedError(
      `${could}: it was refused (${name}${says}). Check output.secretRef and its keys; they need s3:ListBucket on the bucket, and s3:GetObject, s3:PutObject and s3:DeleteObject below output.path.`,
    );
  }
  if (status === 429 || status >= 500) {
    return new ServerError(
      `${could}: the server answered ${status} (${name}${says}). It is tried again; if it stays, ask whoever looks after it.`,
      status,
    );
  }
  return new InputError(
    `${could}: the server answered ${status} (${name}${says}). Check output.region, output.endpoint and output.forcePathStyle.`,
  );
}

function connectionError(could: string, error: unknown, name: string): Error {
  const code = asText(at(error, 'code'));
  // What a Secret lacks, or an error of this program, says enough by itself.
  // The client may wrap an error, of which only the text is left then.
  const isCertificate = code
    ? CERTIFICATE_CODE.test(code)
    : isError(error) && /\bcertificate\b/.test(error.message);
  const isOther =
    code === undefined && !isCertificate && name !== 'TimeoutError';
  if (error instanceof CustomErrorBase || (error instanceof Error && isOther))
    return error;
  return new NoAnswerError(
    isCertificate
      ? `${could}: its certificate is not accepted (${
          code ?? String(error)
        }). Give its certificate authority in output.caFile; output.insecure is for plain HTTP.`
      : `${could}: it does not answer (${
          code ?? name
        }). Check output.endpoint, that it runs, and that the controller can reach it.`,
    code,
  );
}
