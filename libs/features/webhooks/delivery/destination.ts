import { ZhihengError } from '@zhiheng/kernel';
import { lookup } from 'node:dns';
import type { LookupAddress } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';

export type DestinationRule = { readonly loopbackAllowed: boolean };

const inside = new BlockList();
for (const [net, bits] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const)
  inside.addSubnet(net, bits, 'ipv4');
for (const [net, bits] of [
  ['::', 128],
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['100::', 64],
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['fc00::', 7],
  ['fe80::', 10],
  ['ff00::', 8],
] as const)
  inside.addSubnet(net, bits, 'ipv6');
const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

/** Whether a delivery may go to this address: never into a private, link-local or reserved network. */
export function addressIsAllowed(address: string, { loopbackAllowed }: DestinationRule): boolean {
  const family = isIP(address);
  if (family === 0) return false;
  const type = family === 4 ? 'ipv4' : 'ipv6';
  // A v4 address in v6 dress is checked as what it is: BlockList does so for mapped ones.
  if (loopback.check(address, type)) return loopbackAllowed;
  return !inside.check(address, type);
}

/** Reads and checks the address of a webhook. Names are checked when they are resolved, at each delivery. Throws WEBHOOK_URL_REFUSED. */
export function checkDestination(text: string, rule: DestinationRule): URL {
  const refused = (found: string): ZhihengError =>
    new ZhihengError('WEBHOOK_URL_REFUSED', { expected: '公网 https 地址 an https address on the public network', found });
  if (!URL.canParse(text)) throw refused(text);
  const url = new URL(text);
  if (url.username !== '' || url.password !== '') throw refused('地址含用户名或密码 an address with credentials');
  const host = hostOf(url);
  const isLoopback = host === 'localhost' || loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback && rule.loopbackAllowed))
    throw refused(url.protocol);
  if (isIP(host) !== 0 && !addressIsAllowed(host, rule)) throw refused(host);
  if (host === 'localhost' && !rule.loopbackAllowed) throw refused(host);
  return url;
}

export function hostOf(url: URL): string {
  return url.hostname.replace(/^\[|\]$/g, '');
}

/** Name resolution for a delivery: refuses a name of which any address is not allowed; the connection goes to what was checked. */
export function guardedLookup(rule: DestinationRule): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (fault, addresses: LookupAddress[]) => {
      if (fault !== null) return callback(fault, '', 0);
      const bad = addresses.find(({ address }) => !addressIsAllowed(address, rule));
      if (bad !== undefined || addresses.length === 0)
        return callback(
          Object.assign(new Error(`address not allowed: ${bad?.address ?? hostname}`), { code: 'EADDRNOTALLOWED' }),
          '',
          0,
        );
      if (options.all === true) return callback(null, addresses);
      callback(null, addresses[0]!.address, addresses[0]!.family);
    });
  };
}
