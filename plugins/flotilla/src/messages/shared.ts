/** Words that every page uses. */
export const sharedMessages = {
  state: {
    Unknown: 'Unknown',
    Drifted: 'Drifted',
    NotApplied: 'Not applied',
    Suspended: 'Suspended',
    Starting: 'Starting',
    Upgrading: 'Upgrading',
    Progressing: 'Progressing',
    InSync: 'In sync',
  },
  severity: {
    critical: 'critical',
    high: 'high',
    medium: 'medium',
    low: 'low',
  },
  ago: {
    seconds: '{{n}} s ago',
    minutes: '{{n}} min ago',
    hours: '{{n}} h ago',
    days: '{{n}} d ago',
  },
  duration: {
    seconds: '{{n}} s',
    minutes: '{{n}} min',
    hours: '{{n}} h',
    days: '{{n}} d',
  },
  failure: {
    retry: 'Try again',
    forbidden: {
      title: 'You may not see this',
      description:
        'Your account has no permission for it. Ask the people who run this portal, or the owner, to let you in.',
    },
    notFound: { title: 'Not found' },
    refused: { title: 'The hub refused this' },
    unreachable: {
      title: "The hub can't be reached",
      description:
        'Clusters go on as they are. This page tries again by itself every 10 s.',
    },
    failed: { title: 'The hub failed to answer' },
  },
  outOfDate: {
    unreachable:
      "The hub can't be reached; showing what was loaded at {{since}}.",
    failed:
      "This couldn't be loaded again; showing what was loaded at {{since}}. {{message}}",
  },
  command: { copy: 'Copy', copied: 'Copied' },
  confirm: { cancel: 'Cancel' },
} as const;
