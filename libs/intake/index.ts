export { chooseProfile } from './profile/choose-profile.js';
export type { ChosenProfile } from './profile/choose-profile.js';
export { provinceAtStart } from './profile/divisions.js';
export type { Divisions, Province } from './profile/divisions.js';
export type {
  AuthorityLevel,
  ColumnLayout,
  ConfigFault,
  ConfigFile,
  ImportKind,
  ImportProfile,
  ImportTables,
  PublisherRule,
  RejectRule,
  Verdict,
} from './profile/import-profile.js';
export { decideKey } from './profile/key-items.js';
export type { KeyDecision, KeyItemGroup, KeyItems } from './profile/key-items.js';
export type { Regime, RegimeRule, Regimes } from './profile/regimes.js';
export { parseImportConfig, parseProfile } from './profile/parse-profile.js';
export type { ImportConfig, ParsedProfile } from './profile/parse-profile.js';
export { decodeText } from './reading/decode-text.js';
export type { DecodedText } from './reading/decode-text.js';
export { parseCsv } from './reading/parse-csv.js';
export type { RawRow } from './reading/parse-csv.js';
export { normaliseEnterprises } from './enterprises/normalise-enterprises.js';
export type {
  EnterpriseInput,
  EnterpriseOutcome,
  EnterpriseRecord,
  NormalisedEnterprises,
} from './enterprises/normalise-enterprises.js';
export { normaliseSpotChecks } from './spot-checks/normalise-spot-checks.js';
export type { NormalisedSpotChecks, SpotCheckInput } from './spot-checks/normalise-spot-checks.js';
export { addresseeOf } from './spot-checks/spot-check.js';
export type {
  Conforming,
  Duplicate,
  Quarantined,
  RowOutcome,
  SpotCheckItem,
  SpotCheckSample,
} from './spot-checks/spot-check.js';
export type { Capital } from './values/capital.js';
export type { ProductionDate } from './values/dates.js';
export type { Limit, SamplingPlan } from './values/limit.js';
export type { MeasuredValue, Measurement } from './values/measurement.js';
export { enterpriseKey } from './values/parties.js';
export type { PartyName, PartyRole } from './values/parties.js';
export type { Announcer } from './values/publisher.js';
export type { TestItem } from './values/test-items.js';
