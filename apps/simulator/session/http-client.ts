import { Agent as HttpAgent, request as httpRequest } from 'node:http';
import { Agent as HttpsAgent, request as httpsRequest } from 'node:https';

export type Answer = { readonly status: number; readonly body: Readonly<Record<string, unknown>> };
export type Ask = {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
};

/** HTTP over connections that are kept; counts what was asked. */
export class HttpClient {
  requests = 0;
  private readonly agent: HttpAgent;
  private readonly send: typeof httpRequest;

  constructor(
    private readonly url: string,
    connections: number,
  ) {
    const secure = url.startsWith('https:');
    const options = { keepAlive: true, maxSockets: connections };
    this.agent = secure ? new HttpsAgent(options) : new HttpAgent(options);
    this.send = secure ? httpsRequest : httpRequest;
  }

  async ask({ method, path, headers = {}, body }: Ask): Promise<Answer> {
    this.requests++;
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) };
    const { status, text } = await new Promise<{ readonly status: number; readonly text: string }>((resolve, reject) => {
      const sent = this.send(
        new URL(path, this.url),
        { method, agent: this.agent, headers: { ...headers, ...length } },
        (response) => {
          const chunks: Buffer[] = [];
          response.on('data', (chunk: Buffer) => chunks.push(chunk));
          response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString('utf8') }));
          response.on('error', reject);
        },
      );
      sent.on('error', reject);
      sent.end(body);
    });
    return { status, body: text === '' ? {} : (JSON.parse(text) as Answer['body']) };
  }

  close(): void {
    this.agent.destroy();
  }
}
