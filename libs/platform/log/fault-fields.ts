type Parts = Readonly<Partial<Record<'code' | 'name' | 'message' | 'stack' | 'cause' | Where, unknown>>>;
type Where = 'schema' | 'table' | 'column' | 'constraint' | 'routine' | 'found';

const NAME = /^[\w.$-]{1,80}$/;
const FRAME = /^ {4}at [\w$.<>[\] ]+ \(\S+:\d+:\d+\)$|^ {4}at (async )?(file|node):\S+:\d+:\d+$/;
const MOST_FRAMES = 12;
const DEEPEST_CAUSE = 4;

/**
 * A fault as it may be logged: codes and names of tables, columns and constraints, and where it arose. What it says (`reason`) goes with
 * it for `loggable` to judge; `detail` and `where` of a database fault hold the row and never do.
 */
export function faultFields(fault: unknown): Readonly<Record<string, unknown>> {
  const parts = partsOf(fault);
  const causes = causesOf(fault);
  return {
    code: codeOf(parts),
    reason: typeof parts.message === 'string' ? parts.message : 'not an error',
    ...namesOf(parts),
    ...(causes.length > 0 && { causes: causes.map((cause) => ({ code: codeOf(cause), ...namesOf(cause) })) }),
    ...(typeof parts.stack === 'string' && { frames: framesOf(parts.stack, parts.message) }),
  };
}

function partsOf(fault: unknown): Parts {
  return typeof fault === 'object' && fault !== null ? (fault as Parts) : {};
}

function causesOf(fault: unknown): readonly Parts[] {
  const causes: Parts[] = [];
  for (let cause = partsOf(fault).cause; cause !== undefined && causes.length < DEEPEST_CAUSE; cause = partsOf(cause).cause)
    causes.push(partsOf(cause));
  return causes;
}

function codeOf({ code, name }: Parts): string {
  return [code, name].find((text): text is string => typeof text === 'string' && NAME.test(text)) ?? 'FAULT';
}

function namesOf(parts: Parts): Readonly<Record<string, string>> {
  return Object.fromEntries(
    (['table', 'column', 'constraint', 'routine'] as const).flatMap((place) => {
      const name = parts[place];
      return typeof name === 'string' && NAME.test(name) ? [[place, name]] : [];
    }),
  );
}

/** Where it arose. The message stands before the frames, may have many lines, and may look like frames: it is cut off first. */
function framesOf(stack: string, message: unknown): readonly string[] {
  const after = typeof message === 'string' && stack.includes(message) ? stack.indexOf(message) + message.length : 0;
  return stack
    .slice(after)
    .split('\n')
    .filter((line) => FRAME.test(line))
    .slice(0, MOST_FRAMES)
    .map((line) =>
      line
        .trim()
        .slice(3)
        .replace(/file:\/\/\S*?\/(?=(dist|node_modules|libs|apps)\/)/, ''),
    );
}
