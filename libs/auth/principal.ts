import type { Actor, Permission } from '@zhiheng/contracts';

/** Who makes a request: the actor as the log will name it, what its roles may use, and which procedures it may read. */
export type Principal = {
  readonly actor: Actor;
  readonly permissions: ReadonlySet<Permission>;
  readonly scope: ReadScope;
  /** The session behind the token, where there is one. */
  readonly sessionId?: string;
};

/** Which procedures somebody may read: those of the workflows, in the areas, or about the subject. Restricted ones need a name on their list. */
export type ReadScope = {
  readonly accountIds: readonly string[];
  /** Prefixes of jurisdiction codes; empty for who reads only by subject. */
  readonly jurisdictionPrefixes: readonly string[];
  readonly workflows: 'all' | readonly string[];
  readonly subjectId?: string;
};
