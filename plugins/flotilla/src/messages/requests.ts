/** Words of requests and verdicts. */
export const requestMessages = {
  requests: {
    title: 'Requests',
    one: 'Request',
    progress: 'Progress',
    stages: 'Stages',
    askedBy: 'asked for by {{who}}',
    none: 'Nothing has been asked for yet.',
    noneOpen: 'No request is open.',
    noneForCluster: 'No request is about this cluster.',
    ofCluster: 'Requests about {{cluster}}',
    all: 'all {{n}}',
    show: { label: 'Which requests', open: 'Open', all: 'All' },
    column: { request: 'Request', progress: 'Where it is', asked: 'Asked' },
    stage: {
      Opened: 'opened',
      Checked: 'checks',
      Approved: 'approved',
      Merged: 'merged',
      Applied: 'applied',
      InSync: 'in sync',
    },
    stageState: {
      Pending: 'to come',
      Current: 'now',
      Done: 'done',
      Failed: 'failed',
    },
    phase: {
      Opening: 'Opening',
      Open: 'Open',
      Merged: 'Merged',
      Applied: 'Applied',
      InSync: 'In sync',
      Closed: 'Closed',
      Failed: 'Failed',
    },
    pullRequest: {
      title: 'Pull request',
      open: 'Open pull request #{{number}}',
      none: 'The pull request is being opened.',
    },
    agents: {
      title: 'Agents that ask to join',
      explained:
        'The cluster is up, and an agent with this fingerprint says that it speaks for it.',
    },
    clusters: {
      title: 'Clusters',
      notYet: 'Not there yet: it begins to exist when the request is merged.',
    },
  },
  verdict: {
    title: 'Policy',
    outcome: {
      Allowed: 'allowed',
      NeedsApproval: 'needs approval',
      Denied: 'denied',
      Unknown: 'not known',
    },
    approvals_one: 'Needs {{count}} approval by {{role}}; {{given}} given.',
    approvals_other: 'Needs {{count}} approvals by {{role}}; {{given}} given.',
    action: { deny: 'denied', warn: 'advice', dryrun: 'on trial' },
  },
} as const;
