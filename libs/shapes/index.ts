export { createProbe } from './health/probe.js';
export { leaveWithGrace } from './leave.js';
export { openGateway } from './load-gateway.js';
export { preparePeople } from './prepare-people.js';
export { systemPlan } from './plan.js';
export { runApp } from './run-app.js';
export { startConsumer } from './start-consumer.js';
export { stopOnSignals } from './stop-on-signals.js';
