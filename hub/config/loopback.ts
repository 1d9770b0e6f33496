/** Addresses of this computer itself. */
export const LOOPBACK = /^(127\.|::1$|localhost$)/;
