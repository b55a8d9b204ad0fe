// Loaded into the portal's process: when the demo goes, however it goes, the portal goes with it.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));

export {};
