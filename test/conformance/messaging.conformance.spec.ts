import { onBothBackends } from './messaging-backends.js';
import { messagingPromises } from './messaging-promises.js';
import { throughNest } from './nest-delivery.js';

onBothBackends('messaging', messagingPromises);
onBothBackends('messaging through the Nest transport', messagingPromises, throughNest);
