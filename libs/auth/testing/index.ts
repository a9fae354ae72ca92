export { OIDC_CLIENT, signInAt, withOidcProvider } from './oidc-provider.js';
