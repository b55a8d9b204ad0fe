import { join } from 'node:path';

/** Where the parts of one control plane are, and meet. */
export interface Layout {
  /** Its files: keys, certificates, data, logs. */
  folder: string;
  /** The URL of etcd. */
  etcd: string;
  /** The port of the API server. */
  port: number;
}

const SERVICES = '10.0.0.0/16';

export function etcdArguments({ folder, etcd }: Layout): string[] {
  return [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${etcd}`,
    `--advertise-client-urls=${etcd}`,
    '--listen-peer-urls=http://127.0.0.1:0',
    '--unsafe-no-fsync',
  ];
}

export function apiServerArguments(
  { folder, etcd, port }: Layout,
  certified: boolean,
): string[] {
  const issuer = 'https://kubernetes.default.svc.cluster.local';
  return [
    `--etcd-servers=${etcd}`,
    `--cert-dir=${folder}`,
    `--secure-port=${port}`,
    '--bind-address=127.0.0.1',
    `--service-cluster-ip-range=${SERVICES}`,
    // What real products install wants privileges.
    '--allow-privileged=true',
    // Of this kind alone the server caches nothing, so that what etcd forgets is forgotten at once.
    '--watch-cache-sizes=controllerrevisions.apps#0',
    '--authorization-mode=RBAC',
    `--token-auth-file=${join(folder, 'tokens.csv')}`,
    `--service-account-issuer=${issuer}`,
    `--service-account-key-file=${join(folder, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(folder, 'accounts.key')}`,
    ...(certified ? certificates(folder) : []),
  ];
}

function certificates(folder: string): string[] {
  return [
    `--client-ca-file=${join(folder, 'ca.crt')}`,
    `--tls-cert-file=${join(folder, 'server.crt')}`,
    `--tls-private-key-file=${join(folder, 'server.key')}`,
  ];
}

export function controllerArguments(
  folder: string,
  authority: string,
): string[] {
  return [
    ...schedulerArguments(folder),
    `--service-account-private-key-file=${join(folder, 'accounts.key')}`,
    `--root-ca-file=${authority}`,
    // Tests don't want to wait a quarter of a minute for an autoscaler.
    '--horizontal-pod-autoscaler-sync-period=2s',
  ];
}

export function schedulerArguments(folder: string): string[] {
  return [
    `--kubeconfig=${adminFile(folder)}`,
    '--leader-elect=false',
    '--secure-port=0',
  ];
}

/** Without a lease a node counts as lost after a while. */
export function kwokArguments(folder: string): string[] {
  return [
    `--kubeconfig=${adminFile(folder)}`,
    '--manage-all-nodes=true',
    '--node-lease-duration-seconds=40',
  ];
}

/** The administrator's kubeconfig. */
export function adminFile(folder: string): string {
  return join(folder, 'admin.kubeconfig');
}
