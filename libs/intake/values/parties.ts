import type { Uscc } from '@zhiheng/kernel';
import { closeUp, nameKey } from '../reading/clean-text.js';

export type PartyRole =
  'producer' | 'entrusting' | 'packer' | 'importer' | 'distributor' | 'supplier' | 'brand-owner' | 'sampled-unit';

/** A party to a sample as its label names it (标称: nominal, as stated on the label, not established). */
export type PartyName = {
  readonly name: string;
  readonly role: PartyRole;
  /** The cell from which it was read. */
  readonly text: string;
  readonly uscc?: Uscc;
  readonly address?: string;
  /** Country of origin, when the label states a foreign one. */
  readonly country?: string;
  /** The label's producer is said to be forged (假冒厂名): it must be verified before a case is opened against it. */
  readonly disputed?: true;
};

const LABELS: readonly (readonly [RegExp, PartyRole])[] = [
  [/^(?:受委托(?:生产)?(?:企业|方|商|单位)?(?:名称)?|被委托(?:生产)?(?:企业|方|单位)?)$/, 'producer'],
  [/^(?:委托(?:生产)?(?:企业|方|商|单位)?(?:名称)?)$/, 'entrusting'],
  [
    /^(?:标称)?(?:生产商|生产者|制造商|制造者|生产企业|生产单位|生产厂家?|厂家|加工商)(?:名称)?$|^(?:producer|manufacturer)$/i,
    'producer',
  ],
  [/^(?:分装商|分装企业|分装单位|包装商)(?:名称)?$/, 'packer'],
  [/^(?:进口商|进口代理商|中国进口商|importer)(?:名称)?$/i, 'importer'],
  [/^(?:经销商|总经销商?|中国经销商|销售商|代理商|国内代理商|中国代理商|分销商|distributor)(?:名称)?$/i, 'distributor'],
  [/^(?:供应商|供货商|供货单位|供货方)(?:名称)?$/, 'supplier'],
  [/^(?:出品商|出品方|品牌商|品牌持有人|商标持有人|监制商?)(?:名称)?$/, 'brand-owner'],
];
const ORIGIN = /[（(]?\s*(?:原产国|原产地|原产国（地区）)\s*[:：]\s*([^；;（）()]+)[）)]?/u;
const LABELLED = /^\s*([^:：；;（）()]{2,14})\s*[:：]\s*(.+)$/u;
const SUFFIX = /[（(]([^（）()]{2,8})[）)]\s*$/u;
const FORGED = /[（(](?:假冒[^（）()]*|冒用[^（）()]*|涉嫌假冒[^（）()]*)[）)]/u;

/**
 * Reads a cell that names one or several parties: 进口商：…；原产国：…, 生产商：…；经销商：…, …（供货商）, …（假冒厂名）. An unlabelled name has `role`.
 * Addresses in their own cell may carry the same labels (生产商地址：…；出品商地址：…).
 */
export function readParties(
  cell: string,
  { role, address }: { readonly role: PartyRole; readonly address?: string | undefined },
): readonly PartyName[] {
  const text = closeUp(cell);
  const country = ORIGIN.exec(text)?.[1]?.trim();
  const disputed = FORGED.test(text);
  const body = text
    .replace(ORIGIN, '')
    .replace(FORGED, '')
    .replace(/[；;，,\s]+$/u, '');
  const named = splitLabelled(body).flatMap((part) => readNamed(part, role));
  const addresses = address === undefined ? [] : readAddresses(address);
  return named.map((party) => {
    const found =
      addresses.find((each) => each.role === party.role) ??
      (addresses.length === 1 ? addresses.find((each) => each.role === undefined) : undefined);
    return {
      ...party,
      text,
      ...(found !== undefined && { address: found.address }),
      ...(country !== undefined && country !== '中国' && { country }),
      ...(disputed && party.role === 'producer' && { disputed: true as const }),
    };
  });
}

// Semicolons separate parties only where a label follows: a foreign company may carry one in its name.
function splitLabelled(text: string): readonly string[] {
  const parts: string[] = [];
  for (const piece of text.split(/[；;]/u)) {
    const label = LABELLED.exec(piece)?.[1];
    if (parts.length === 0 || (label !== undefined && roleOf(label) !== undefined)) parts.push(piece);
    else parts[parts.length - 1] += `；${piece}`;
  }
  return parts.map((part) => part.trim()).filter((part) => part !== '');
}

function readNamed(part: string, fallback: PartyRole): readonly { readonly name: string; readonly role: PartyRole }[] {
  const labelled = LABELLED.exec(part);
  const role = labelled === null ? undefined : roleOf(labelled[1]!);
  const name = role === undefined ? part : labelled![2]!.trim();
  const suffix = SUFFIX.exec(name)?.[1];
  const suffixRole = suffix === undefined ? undefined : (roleOf(suffix) ?? (suffix === '分装' ? 'packer' : undefined));
  const bare = suffixRole === undefined ? name : name.replace(SUFFIX, '').trim();
  return bare === '' || /^[/—-]+$/.test(bare) ? [] : [{ name: bare, role: role ?? suffixRole ?? fallback }];
}

function roleOf(label: string): PartyRole | undefined {
  const bare = label.replace(/\s+/g, '');
  return LABELS.find(([pattern]) => pattern.test(bare))?.[1];
}

function readAddresses(text: string): readonly { readonly role?: PartyRole; readonly address: string }[] {
  return text.split(/[；;]/u).flatMap((piece) => {
    const match = /^\s*([^:：]{2,12}?)(?:地址)\s*[:：]\s*(.+)$/u.exec(piece);
    const role = match === null ? undefined : roleOf(match[1]!);
    const address = (match?.[2] ?? piece).trim();
    if (address === '' || address === '/') return [];
    return [role === undefined ? { address } : { role, address }];
  });
}

/** By what an enterprise is known: its unified social credit code, else its normalised name. Equal keys are one enterprise. */
export function enterpriseKey(enterprise: { readonly uscc?: string | undefined; readonly name: string }): string {
  return enterprise.uscc === undefined ? `name:${nameKey(enterprise.name)}` : `uscc:${enterprise.uscc}`;
}
