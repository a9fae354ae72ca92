import { ZhihengError } from '@zhiheng/kernel';

/** A fault as the person at the terminal reads it: what was expected and what was found, never a bare stack trace. */
export function describeFault(fault: unknown): string {
  if (fault instanceof ZhihengError) {
    const lines = [`✗ ${fault.code}`];
    if (!fault.message.startsWith(fault.code)) lines.push(fault.message);
    if (fault.expected !== undefined) lines.push(`  应为 expected: ${show(fault.expected)}`);
    if (fault.found !== undefined) lines.push(`  实际 found:    ${show(fault.found)}`);
    if (fault.retry === 'later') lines.push('  可稍后重试 Try again later.');
    return lines.join('\n');
  }
  const error = fault as NodeJS.ErrnoException;
  if (error.code === 'EADDRINUSE') {
    const { port } = error as { port?: number };
    return `✗ PORT_IN_USE\n  端口 ${port} 已被占用，请用 PORT 另选端口，例如 PORT=3001 npm start\n  Port ${port} is in use: choose another with PORT, for example PORT=3001 npm start`;
  }
  if (error.code === 'EACCES')
    return `✗ PORT_NOT_ALLOWED\n  没有权限监听该端口，请用 PORT 选择 1024 以上的端口\n  Not allowed to listen there: choose a port above 1024 with PORT`;
  if (error.code === 'ENOSPC')
    return '✗ DISK_FULL\n  磁盘已满，请清理后重试\n  The disk is full: free some space and start again';
  return `✗ INTERNAL_FAULT\n  未预料的错误 Unexpected fault: ${error.message}\n${error.stack ?? ''}`;
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
