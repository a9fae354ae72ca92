export { asyncApiDocument } from './asyncapi/document.js';
export { deliverAnnouncements } from './consumers/deliver-announcements.js';
export { WebhooksModule } from './webhooks.module.js';
