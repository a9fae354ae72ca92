export { afterDecision, measures, procedure } from '../v1/testing/samples.js';
