/** A promise that was not kept. */
export type Violation = {
  readonly promise:
    | 'event-lost'
    | 'effect-doubled'
    | 'effect-lost'
    | 'effect-invented'
    | 'order-broken'
    | 'refusal-missing'
    | 'answer-unexpected'
    | 'clock-early'
    | 'clock-missed'
    | 'clock-doubled'
    | 'time-backward'
    | 'announcement-lost'
    | 'dead-letter-unjust'
    | 'poison-unburied'
    | 'left-over';
  readonly what: string;
};
