/** A condition with its values. */
export type Condition = { readonly sql: string; readonly values: readonly unknown[] };

/** Conditions that must all hold, with their values numbered in the order in which they are bound. */
export class Where {
  private readonly conditions: string[] = [];
  private readonly bound: unknown[] = [];

  /** Binds a value; answers its parameter: `$3`. */
  bind(value: unknown): string {
    this.bound.push(value);
    return `$${this.bound.length}`;
  }
  and(sql: string): this {
    this.conditions.push(`(${sql})`);
    return this;
  }
  /** Adds a condition that numbers its own values from `first` on. */
  andWith(condition: (first: number) => Condition): this {
    return this.and(this.bindWith(condition));
  }
  /** Binds the values of a part of the statement that is no condition of this list; answers its text. */
  bindWith(part: (first: number) => Condition): string {
    const { sql, values } = part(this.bound.length + 1);
    this.bound.push(...values);
    return sql;
  }
  get sql(): string {
    return this.conditions.length === 0 ? 'true' : this.conditions.join('\n  and ');
  }
  get values(): readonly unknown[] {
    return this.bound;
  }
  /** Conditions of their own that number their values after these: for another part of the same statement. */
  continued(): Where {
    const other = new Where();
    other.bound.push(...this.bound);
    return other;
  }
}
