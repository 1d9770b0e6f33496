/** The parts of the bench that run in processes of their own. */
export const TILL_LOAD = new URL('./programs/till-load.ts', import.meta.url);
export const COMMIT_LOOP = new URL('./programs/commit-loop.ts', import.meta.url);
export const SUBSCRIBER = new URL('./programs/subscriber.ts', import.meta.url);
export const QUESTION_CLIENT = new URL('./programs/question-client.ts', import.meta.url);
export const IDLE_BROKER = new URL('./programs/idle-broker.ts', import.meta.url);
export const PLAIN_LOOP = new URL('./programs/plain-loop.ts', import.meta.url);
export const DAY_CLIENT = new URL('./programs/day-client.ts', import.meta.url);
/** Not a program: loaded into the hub. */
export const LOOP_DELAY = new URL('./programs/loop-delay.ts', import.meta.url);
export const POSTING_CLIENT = new URL('./programs/posting-client.ts', import.meta.url);
