import { DEMO_PASSWORD } from '@zhiheng/auth';

/** An answer of the HTTP interface; `body` is what the JSON says, or the text where it is none. */
export type Answer = { readonly status: number; readonly type: string; readonly body: Body };
export type Body = Readonly<Record<string, unknown>>;
export type Upload = {
  readonly fileName: string;
  readonly bytes: Uint8Array;
  readonly kind?: string;
  readonly jurisdiction?: string;
  readonly receivedOn?: string;
  /** Who uploads, as `signIn` answered. */
  readonly by?: Headers;
};

export async function call(url: string, request: RequestInit = {}): Promise<Answer> {
  const response = await fetch(url, request);
  const text = await response.text();
  return { status: response.status, type: (response.headers.get('content-type') ?? '').split(';')[0]!, body: parsed(text) };
}

export function postJson(url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Answer> {
  return call(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });
}

/** Headers that carry a token. */
export type Headers = Readonly<Record<string, string>>;

/** Signs an account in, a demo account unless it has a password of its own; answers the headers that carry its token. */
export async function signIn(url: string, account: string, password: string = DEMO_PASSWORD): Promise<Headers> {
  const { status, body } = await postJson(`${url}/api/auth/login`, { account, password });
  if (status !== 200) throw new Error(`${account} cannot sign in: ${status} ${JSON.stringify(body)}`);
  return { authorization: `Bearer ${String(body['token'])}` };
}

export function upload(
  url: string,
  { fileName, bytes, kind = 'spot-checks', jurisdiction = '442000', receivedOn, by }: Upload,
): Promise<Answer> {
  const form = new FormData();
  form.set('kind', kind);
  form.set('jurisdiction', jurisdiction);
  if (receivedOn !== undefined) form.set('receivedOn', receivedOn);
  form.set('file', new Blob([new Uint8Array(bytes)]), fileName);
  return call(`${url}/api/imports`, { method: 'POST', body: form, ...(by && { headers: by }) });
}

function parsed(text: string): Body {
  try {
    return JSON.parse(text) as Body;
  } catch {
    return { text };
  }
}
