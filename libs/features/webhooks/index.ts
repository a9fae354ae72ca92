export { asyncApiDocument } from './asyncapi/document.js';
export { WebhookConsumersModule, webhookConsumers } from './webhook-consumers.module.js';
export { WebhooksModule } from './webhooks.module.js';
