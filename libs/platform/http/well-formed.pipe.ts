import { Injectable } from '@nestjs/common';
import type { ArgumentMetadata, PipeTransform } from '@nestjs/common';
import { ZhihengError } from '@zhiheng/kernel';

const MAX_DEPTH = 40;
const CHECKED: readonly ArgumentMetadata['type'][] = ['body', 'query', 'param'];

/**
 * Refuses what Postgres could not store: text with a null character or half a surrogate pair, and data nested so deep that no
 * form can mean it. Stands before the validation of DTOs, which recurses.
 */
@Injectable()
export class WellFormedPipe implements PipeTransform {
  transform(value: unknown, { type }: ArgumentMetadata): unknown {
    if (CHECKED.includes(type)) checkWellFormed(value);
    return value;
  }
}

/** Refuses null characters, half surrogate pairs and endless nesting anywhere in a value. Throws REQUEST_INVALID. */
// A list of what is still to be seen instead of recursion: the depth is what is being checked.
export function checkWellFormed(root: unknown): void {
  const left: { readonly value: unknown; readonly depth: number }[] = [{ value: root, depth: 0 }];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const { value, depth } = next;
    if (typeof value === 'string') checkText(value);
    if (typeof value !== 'object' || value === null) continue;
    if (depth >= MAX_DEPTH)
      throw invalid(`不超过 ${MAX_DEPTH} 层的数据 data nested at most ${MAX_DEPTH} deep`, '层数过多 nested too deep');
    for (const [key, inner] of Object.entries(value)) {
      checkText(key);
      left.push({ value: inner, depth: depth + 1 });
    }
  }
}

function checkText(text: string): void {
  if (text.includes('\u0000')) throw invalid('不含空字符的文本 text without null characters', 'U+0000');
  if (!text.isWellFormed())
    throw invalid('完整的 Unicode 文本 well-formed Unicode text', '不成对的代理项 half a surrogate pair');
}

function invalid(expected: string, found: string): ZhihengError {
  return new ZhihengError('REQUEST_INVALID', { expected, found });
}
