import { ZhihengError } from '@zhiheng/kernel';

export function notFound(id: string): ZhihengError {
  return new ZhihengError('NOT_FOUND', { expected: '已有程序的编号 the id of a procedure', found: id });
}
