import { levelOf, prefixOf, rolesIn } from '@zhiheng/contracts';
import type { Actor, Role } from '@zhiheng/contracts';
import type { Registry } from '@zhiheng/engine';
import type { Where } from '@zhiheng/persistence';
import { statesOf, transitionsOf } from '@zhiheng/workflow-kit';
import type { Workflow } from '@zhiheng/workflow-kit';

/** Innermost states, as `workflow@version/path`, in which holders of one of these roles may send something. */
export function statesOpenTo(workflow: Workflow, roles: readonly Role[]): readonly string[] {
  const sendable = new Set(
    transitionsOf(workflow)
      .filter(({ on }) => workflow.events[on]?.sentBy.some((role) => roles.includes(role)) === true)
      .map(({ from }) => from),
  );
  const leaves = statesOf(workflow).filter(({ children }) => children.length === 0);
  return leaves
    .filter(({ path }) => aroundOf(path).some((outer) => sendable.has(outer)))
    .map(({ path }) => `${workflow.name}@${workflow.version}/${path}`);
}

/**
 * Adds the condition that the actor may send at least one event to a procedure `i` where it stands: its roles count in its own bureau,
 * in the areas below it and towards its own subject, as `rolesIn` says.
 */
export function addMine(where: Where, { registry, actor }: { readonly registry: Registry; readonly actor: Actor }): void {
  const openTo = (roles: readonly Role[]): string => {
    const states = registry.all().flatMap((workflow) => statesOpenTo(workflow, roles));
    return `exists (select from unnest(string_to_array(i.state, '|')) as leaf
      where i.workflow || '@' || i.version || '/' || leaf = any(${where.bind(states)}::text[]))`;
  };
  where.and('not i.done');
  const { area, subjectId } = actor;
  if (area === undefined && subjectId === undefined) {
    where.and(openTo(actor.roles));
    return;
  }
  const nobody = { id: '' };
  const cases: string[] = [];
  if (area !== undefined) {
    cases.push(`i.jurisdiction = ${where.bind(area)} and ${openTo(rolesIn(actor, { jurisdiction: area, subject: nobody }))}`);
    if (levelOf(area) !== 'county') {
      const below = rolesIn(actor, { jurisdiction: divisionBelow(area), subject: nobody });
      cases.push(
        `starts_with(i.jurisdiction, ${where.bind(prefixOf(area))}) and i.jurisdiction <> ${where.bind(area)} and ${openTo(below)}`,
      );
    }
  }
  if (subjectId !== undefined) {
    const own = rolesIn(actor, { jurisdiction: '', subject: { id: subjectId } }).filter((role) => role === 'party');
    cases.push(`i.subject_id = ${where.bind(subjectId)} and ${openTo(own)}`);
  }
  where.and(cases.map((one) => `(${one})`).join(' or '));
}

/** Some division within an area: the roles there do not depend on which one. */
function divisionBelow(area: string): string {
  return `${prefixOf(area)}999999`.slice(0, 6);
}

/** A state and the states around it, the root included. */
function aroundOf(path: string): readonly string[] {
  const names = path.split('.');
  return ['', ...names.map((_, index) => names.slice(0, index + 1).join('.'))];
}
