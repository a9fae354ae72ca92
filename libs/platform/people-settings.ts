/** OpenID Connect in the place of local passwords. */
export type OidcSettings = {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUrl: string;
  /** The claim by which an account is found (`externalSubject`). */
  readonly accountClaim: string;
};

export type PeopleSettings = {
  /** How long a token is good. */
  readonly tokenHours: number;
  readonly limits: {
    /** Failed sign-ins of one account in a quarter of an hour. */
    readonly loginsPerAccount: number;
    /** Failed sign-ins from one address in a quarter of an hour. */
    readonly loginsPerAddress: number;
    /** Requests to public routes from one address in a minute. */
    readonly publicPerMinute: number;
  };
  /** Proxies whose X-Forwarded-For is believed: their number, or their addresses. */
  readonly trustProxy?: number | string;
  readonly oidc?: OidcSettings;
  /** Of the first administrator, where there is none yet. To be changed at the first sign-in. */
  readonly adminPassword?: string;
};

type Reader<T> = (text: string) => T | undefined;
type Read = <T>(name: string, reader: Reader<T>, expected: string) => T | undefined;

const MOST = 1_000_000_000;
const OIDC = ['ZHIHENG_OIDC_ISSUER', 'ZHIHENG_OIDC_CLIENT_ID', 'ZHIHENG_OIDC_CLIENT_SECRET', 'ZHIHENG_OIDC_REDIRECT_URL'];

/** Reads what concerns people; faults go to the list of all. */
export function readPeopleSettings(read: Read, faults: string[]): PeopleSettings {
  const many = (name: string, normally: number): number => read(name, count(1, MOST), `1–${MOST}`) ?? normally;
  const trustProxy = read('ZHIHENG_TRUST_PROXY', proxies, '代理层数或地址 the number of proxies, or their addresses');
  const oidc = readOidc(read, faults);
  const adminPassword = read('ZHIHENG_ADMIN_PASSWORD', text, 'text');
  return {
    tokenHours: read('ZHIHENG_TOKEN_HOURS', count(1, 720), '1–720') ?? 8,
    limits: {
      loginsPerAccount: many('ZHIHENG_LIMIT_LOGINS_PER_ACCOUNT', 10),
      loginsPerAddress: many('ZHIHENG_LIMIT_LOGINS_PER_ADDRESS', 100),
      publicPerMinute: many('ZHIHENG_LIMIT_PUBLIC_PER_MINUTE', 600),
    },
    ...(trustProxy !== undefined && { trustProxy }),
    ...(oidc && { oidc }),
    ...(adminPassword !== undefined && { adminPassword }),
  };
}

function readOidc(read: Read, faults: string[]): OidcSettings | undefined {
  const given = OIDC.map((name) => read(name, /ISSUER|URL/.test(name) ? webAddress : text, 'https://… | text'));
  const accountClaim = read('ZHIHENG_OIDC_ACCOUNT_CLAIM', text, 'sub') ?? 'sub';
  if (given.every((value) => value === undefined)) return undefined;
  for (const [index, name] of OIDC.entries()) {
    if (given[index] === undefined && !faults.some((fault) => fault.startsWith(name)))
      faults.push(`${name}: 使用 OpenID Connect 时必填 required with OpenID Connect`);
  }
  const [issuer, clientId, clientSecret, redirectUrl] = given as [string, string, string, string];
  return { issuer, clientId, clientSecret, redirectUrl, accountClaim };
}

const text: Reader<string> = (given) => given;
const count =
  (least: number, most: number): Reader<number> =>
  (given) =>
    /^\d+$/.test(given) && Number(given) >= least && Number(given) <= most ? Number(given) : undefined;

// Plain http only on this machine: a code on the wire is a key.
const webAddress: Reader<string> = (given) => {
  if (!URL.canParse(given)) return undefined;
  const { protocol, hostname } = new URL(given);
  const local = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname);
  return protocol === 'https:' || (protocol === 'http:' && local) ? given : undefined;
};

const proxies: Reader<number | string> = (given) => {
  if (/^\d{1,2}$/.test(given)) return Number(given);
  return /^(loopback|linklocal|uniquelocal|[\da-fA-F:.]+(\/\d+)?)(\s*,\s*(loopback|linklocal|uniquelocal|[\da-fA-F:.]+(\/\d+)?))*$/.test(
    given,
  )
    ? given
    : undefined;
};
