export { startCollector, type Collector } from './server/start-collector.js';
export type {
  AddressPolicy,
  Business,
  CollectorOptions,
  DiskLimits,
  HellotextAccount,
  Quota,
  RefusalLimits,
  Role,
  StreamLimits,
  Webhook,
} from './options/collector-options.js';
export type {
  AddressVisited,
  Automation,
  AutomationKind,
  CartAbandoned,
  CustomAutomation,
  ProductVisited,
  PurchaseCompleted,
} from './options/automation-options.js';
export type { Batch, BatchEvent } from './ingest/batch.js';
export type { Fault } from './faults/faults.js';
export type { RequestCounts, RequestSummary } from './http/request-counter.js';
export type {
  ActionCounts,
  Erasure,
  ErasureReceipt,
  EventRecord,
  Figures,
  Funnel,
  Row,
  RowFilter,
  RowPage,
  SessionSummary,
  Store,
  StoredStatus,
  Timeline,
} from './store/store.js';
export type {
  Alias,
  AttachedSession,
  Conflict,
  ProfileDetails,
  ProfileKey,
  ProfileSummary,
} from './store/identity/types.js';
export type { Erasable, ErasedCounts, PersonRecords } from './store/privacy.js';
