export { clue, decision, filed, penalised } from '../v1/testing/a-case.js';
export { afterDecision, measures, procedure } from '../v1/testing/samples.js';
