import { html } from 'hono/html';

/** A piece of a page. Values put into a template are escaped; pieces are not escaped again. */
export type Html = ReturnType<typeof html>;
