import type { components } from './generated/openapi';

type Schemas = components['schemas'];

/** See `ClusterView` in openapi.yaml. @public */
export type ClusterView = Schemas['ClusterView'];
/** The one word for a cluster, worst first. @public */
export type ClusterState = Schemas['ClusterState'];
/** See `Health` in openapi.yaml. @public */
export type Health = Schemas['Health'];
/** See `ObjectRef` in openapi.yaml. @public */
export type ObjectRef = Schemas['ObjectRef'];
/** See `ModelRef` in openapi.yaml. @public */
export type ModelRef = Schemas['ModelRef'];
/** See `Problem` in openapi.yaml. @public */
export type Problem = Schemas['Problem'];
/** See `Rule` in openapi.yaml. @public */
export type Rule = Schemas['Rule'];
/** See `Condition` in openapi.yaml. @public */
export type Condition = Schemas['Condition'];
/** See `Fleet` in openapi.yaml. @public */
export type Fleet = Schemas['Fleet'];
/** What the merged commit says there is. @public */
export type Inventory = Schemas['Inventory'];
/** See `InventoryCluster` in openapi.yaml. @public */
export type InventoryCluster = Schemas['InventoryCluster'];
/** See `InventoryWorkspace` in openapi.yaml. @public */
export type InventoryWorkspace = Schemas['InventoryWorkspace'];
/** See `InventoryModel` in openapi.yaml. @public */
export type InventoryModel = Schemas['InventoryModel'];
/** See `InventoryComponent` in openapi.yaml. @public */
export type InventoryComponent = Schemas['InventoryComponent'];
/** See `InventoryProvider` in openapi.yaml. @public */
export type InventoryProvider = Schemas['InventoryProvider'];
/** See `Form` in openapi.yaml. @public */
export type Form = Schemas['Form'];
/** See `FormLock` in openapi.yaml. @public */
export type FormLock = Schemas['FormLock'];
/** See `FormComponent` in openapi.yaml. @public */
export type FormComponent = Schemas['FormComponent'];
/** A change that a person asks for. @public */
export type Change = Schemas['Change'];
/** See `CreateClusterChange` in openapi.yaml. @public */
export type CreateClusterChange = Schemas['CreateClusterChange'];
/** See `NewCluster` in openapi.yaml. @public */
export type NewCluster = Schemas['NewCluster'];
/** See `CreateWorkspaceChange` in openapi.yaml. @public */
export type CreateWorkspaceChange = Schemas['CreateWorkspaceChange'];
/** See `NewWorkspace` in openapi.yaml. @public */
export type NewWorkspace = Schemas['NewWorkspace'];
/** See `ClusterSelector` in openapi.yaml. @public */
export type ClusterSelector = Schemas['ClusterSelector'];
/** Clusters named one by one. @public */
export type ClustersByName = Schemas['ClustersByName'];
/** Clusters that have all these labels. @public */
export type ClustersByLabels = Schemas['ClustersByLabels'];
/** See `NamespaceName` in openapi.yaml. @public */
export type NamespaceName = Schemas['NamespaceName'];
/** See `WorkspaceAccess` in openapi.yaml. @public */
export type WorkspaceAccess = Schemas['WorkspaceAccess'];
/** See `Subject` in openapi.yaml. @public */
export type Subject = Schemas['Subject'];
/** See `RemoveClusterChange` in openapi.yaml. @public */
export type RemoveClusterChange = Schemas['RemoveClusterChange'];
/** See `UpgradeClusterChange` in openapi.yaml. @public */
export type UpgradeClusterChange = Schemas['UpgradeClusterChange'];
/** See `EditFilesChange` in openapi.yaml. @public */
export type EditFilesChange = Schemas['EditFilesChange'];
/** See `FileEdit` in openapi.yaml. @public */
export type FileEdit = Schemas['FileEdit'];
/** What a change would do, and whether policy allows it. @public */
export type Plan = Schemas['Plan'];
/** See `PlanFile` in openapi.yaml. @public */
export type PlanFile = Schemas['PlanFile'];
/** See `PlanPart` in openapi.yaml. @public */
export type PlanPart = Schemas['PlanPart'];
/** See `PlanCounts` in openapi.yaml. @public */
export type PlanCounts = Schemas['PlanCounts'];
/** See `ObjectChange` in openapi.yaml. @public */
export type ObjectChange = Schemas['ObjectChange'];
/** See `Consequence` in openapi.yaml. @public */
export type Consequence = Schemas['Consequence'];
/** See `FieldChange` in openapi.yaml. @public */
export type FieldChange = Schemas['FieldChange'];
/** What policy says of a change. @public */
export type Verdict = Schemas['Verdict'];
/** See `PolicyFinding` in openapi.yaml. @public */
export type PolicyFinding = Schemas['PolicyFinding'];
/** See `ApprovalNeed` in openapi.yaml. @public */
export type ApprovalNeed = Schemas['ApprovalNeed'];
/** A change from the form to in sync. @public */
export type Request = Schemas['Request'];
/** See `RequestStage` in openapi.yaml. @public */
export type RequestStage = Schemas['RequestStage'];
/** See `PullRequest` in openapi.yaml. @public */
export type PullRequest = Schemas['PullRequest'];
/** See `PendingAgent` in openapi.yaml. @public */
export type PendingAgent = Schemas['PendingAgent'];
/** See `SeverityCounts` in openapi.yaml. @public */
export type SeverityCounts = Schemas['SeverityCounts'];
/** See `DriftSummary` in openapi.yaml. @public */
export type DriftSummary = Schemas['DriftSummary'];
/** See `DriftDay` in openapi.yaml. @public */
export type DriftDay = Schemas['DriftDay'];
/** See `ClusterSummary` in openapi.yaml. @public */
export type ClusterSummary = Schemas['ClusterSummary'];
/** See `ClusterCounts` in openapi.yaml. @public */
export type ClusterCounts = Schemas['ClusterCounts'];
/** See `Facet` in openapi.yaml. @public */
export type Facet = Schemas['Facet'];
/** See `Facets` in openapi.yaml. @public */
export type Facets = Schemas['Facets'];
/** See `ClusterPage` in openapi.yaml. @public */
export type ClusterPage = Schemas['ClusterPage'];
/** See `ObjectCounts` in openapi.yaml. @public */
export type ObjectCounts = Schemas['ObjectCounts'];
/** See `Cluster` in openapi.yaml. @public */
export type Cluster = Schemas['Cluster'];
/** See `Removal` in openapi.yaml. @public */
export type Removal = Schemas['Removal'];
/** See `SyncStatus` in openapi.yaml. @public */
export type SyncStatus = Schemas['SyncStatus'];
/** See `RevisionAt` in openapi.yaml. @public */
export type RevisionAt = Schemas['RevisionAt'];
/** See `SyncStage` in openapi.yaml. @public */
export type SyncStage = Schemas['SyncStage'];
/** See `PartStatus` in openapi.yaml. @public */
export type PartStatus = Schemas['PartStatus'];
/** See `Infrastructure` in openapi.yaml. @public */
export type Infrastructure = Schemas['Infrastructure'];
/** See `InfrastructurePool` in openapi.yaml. @public */
export type InfrastructurePool = Schemas['InfrastructurePool'];
/** See `AgentStatus` in openapi.yaml. @public */
export type AgentStatus = Schemas['AgentStatus'];
/** See `FieldManager` in openapi.yaml. @public */
export type FieldManager = Schemas['FieldManager'];
/** See `DriftValue` in openapi.yaml. @public */
export type DriftValue = Schemas['DriftValue'];
/** See `FieldDrift` in openapi.yaml. @public */
export type FieldDrift = Schemas['FieldDrift'];
/** See `IgnoredField` in openapi.yaml. @public */
export type IgnoredField = Schemas['IgnoredField'];
/** See `DriftedResource` in openapi.yaml. @public */
export type DriftedResource = Schemas['DriftedResource'];
/** See `IgnoredResource` in openapi.yaml. @public */
export type IgnoredResource = Schemas['IgnoredResource'];
/** See `CorrectedDrift` in openapi.yaml. @public */
export type CorrectedDrift = Schemas['CorrectedDrift'];
/** What differs between Git and a cluster. @public */
export type Drift = Schemas['Drift'];
/** See `UnknownResource` in openapi.yaml. @public */
export type UnknownResource = Schemas['UnknownResource'];
/** See `TimelineEvent` in openapi.yaml. @public */
export type TimelineEvent = Schemas['TimelineEvent'];
/** See `TimelinePoint` in openapi.yaml. @public */
export type TimelinePoint = Schemas['TimelinePoint'];
/** See `Timeline` in openapi.yaml. @public */
export type Timeline = Schemas['Timeline'];
/** See `Enrolment` in openapi.yaml. @public */
export type Enrolment = Schemas['Enrolment'];
/** See `EnrolmentAnswer` in openapi.yaml. @public */
export type EnrolmentAnswer = Schemas['EnrolmentAnswer'];
/** See `Session` in openapi.yaml. @public */
export type Session = Schemas['Session'];
/** What a cluster should hold, part by part. @public */
export type Desired = Schemas['Desired'];
/** See `DesiredPart` in openapi.yaml. @public */
export type DesiredPart = Schemas['DesiredPart'];
/** See `GroupKind` in openapi.yaml. @public */
export type GroupKind = Schemas['GroupKind'];
/** See `DesiredIgnore` in openapi.yaml. @public */
export type DesiredIgnore = Schemas['DesiredIgnore'];
/** See `IgnoreTarget` in openapi.yaml. @public */
export type IgnoreTarget = Schemas['IgnoreTarget'];
/** The one message from an agent to the hub. @public */
export type Report = Schemas['Report'];
/** See `EngineReport` in openapi.yaml. @public */
export type EngineReport = Schemas['EngineReport'];
/** See `PartReport` in openapi.yaml. @public */
export type PartReport = Schemas['PartReport'];
/** See `ResourceReport` in openapi.yaml. @public */
export type ResourceReport = Schemas['ResourceReport'];
/** See `NodeReport` in openapi.yaml. @public */
export type NodeReport = Schemas['NodeReport'];
/** See `InfrastructureReport` in openapi.yaml. @public */
export type InfrastructureReport = Schemas['InfrastructureReport'];
/** See `ReportAnswer` in openapi.yaml. @public */
export type ReportAnswer = Schemas['ReportAnswer'];
