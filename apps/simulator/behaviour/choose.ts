import { randomFrom } from '@zhiheng/sample-data';
import type { Random } from '@zhiheng/sample-data';
import { addDays, openDay } from '../year/days.js';
import type { Behaviour, Choice, Days, Script } from './behaviour.js';
import { fits, placesOf, valueAt } from './view.js';
import type { View } from './view.js';

/** What will be done in a procedure next, and on which day, unless something happens to it before. */
export type Act = { readonly choice: Choice; readonly on: string };

export type Chooser = {
  readonly seed: string;
  readonly behaviour: Behaviour;
};

/** What a procedure has gone through in its present state: refused there, not to be tried again. */
export type Tried = ReadonlySet<string>;

/**
 * Chooses the next act. Depends on nothing but seed, procedure and its number of entries: not on timing, nor on the order in which
 * procedures are looked at. In parallel states each region makes its choice and the earliest is taken.
 */
export function choose(
  { seed, behaviour }: Chooser,
  {
    view,
    script,
    today,
    tried,
  }: { readonly view: View; readonly script?: Script | undefined; readonly today: string; readonly tried: Tried },
): Act | undefined {
  const mistake = mistakeIn({ seed, behaviour }, { view, today, tried });
  if (mistake !== undefined) return mistake;
  const acts = placesOf(view.state).flatMap((places, region): readonly Act[] => {
    const table = places.map((place) => script?.states[place] ?? behaviour.states[view.workflow]?.[place]).find(Boolean);
    const open = (table ?? []).filter((choice) => isOpen(view, choice) && !tried.has(nameOf(choice)));
    if (open.length === 0) return [];
    const random = randomFrom(`${seed}|${view.id}|${view.seq}|${region}`);
    const choice = draw(random, open);
    return choice.do === 'wait' ? [] : [{ choice, on: dayFor(random, view, choice, today) }];
  });
  return acts.reduce<Act | undefined>((first, act) => (first === undefined || act.on < first.on ? act : first), undefined);
}

export function nameOf({ do: event, as }: Choice): string {
  return as === undefined ? event : `${event} ${as}`;
}

function mistakeIn(
  { seed, behaviour }: Chooser,
  { view, today, tried }: { readonly view: View; readonly today: string; readonly tried: Tried },
): Act | undefined {
  const places = placesOf(view.state).flat();
  for (const [index, mistake] of behaviour.mistakes.entries()) {
    if (mistake.workflow !== view.workflow || !places.includes(mistake.state) || tried.has(nameOf(mistake))) continue;
    const random = randomFrom(`${seed}|${view.id}|${view.seq}|mistake ${index}`);
    if (random.chance(mistake.chance)) return { choice: mistake, on: openDay(addDays(today, daysOf(random, mistake.days))) };
  }
  return undefined;
}

/** An event that cannot come in this state is no choice; one for which it is too early is, when the choice says for what it waits. */
function isOpen(view: View, { do: event, after, when }: Choice): boolean {
  if (event === 'wait') return view.clocks.some(({ state }) => state === 'running');
  if (!fits(view, when)) return false;
  const found = view.events.find(({ type }) => type === event);
  if (found === undefined) return false;
  if (after === undefined) return found.permitted !== 'no';
  return valueAt(view, after) !== undefined;
}

function draw(random: Random, choices: readonly Choice[]): Choice {
  const total = choices.reduce((sum, { weight = 1 }) => sum + weight, 0);
  let lot = random.next() * total;
  for (const choice of choices) {
    lot -= choice.weight ?? 1;
    if (lot < 0) return choice;
  }
  return choices.at(-1)!;
}

function dayFor(random: Random, view: View, { days, after }: Choice, today: string): string {
  const from = after === undefined ? today : String(valueAt(view, after));
  const day = addDays(from, daysOf(random, days));
  return openDay(day < today ? today : day);
}

function daysOf(random: Random, days: Days = 1): number {
  return typeof days === 'number' ? days : random.between(days[0], days[1]);
}
