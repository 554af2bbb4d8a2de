import express, { Router, type RequestHandler } from 'express';
import { refuse } from './security.js';

/** Above what the panel's longest form needs. */
const limit = '64kb';

/** AdminJS makes objects of names with dots, and finds in them what every object inherits. */
function isDangerous(name: string): boolean {
  return name.split(/\.|~~/).some((part) => part === 'prototype' || part in Object.prototype);
}

/**
 * Reads the body of a form into `request.fields`, where AdminJS looks for it. Files are refused, and nothing is
 * written to disk, which `express-formidable` would do.
 */
export function formReader(): Router {
  const router = Router();
  router.use(
    express.raw({ type: 'multipart/form-data', limit }),
    express.urlencoded({ extended: false, limit }),
    express.json({ limit }),
    async (request, response, next) => {
      const fields = await fieldsOf(request.body as unknown, request.headers['content-type'] ?? '');
      if (typeof fields === 'string') {
        refuse(response, 400, fields);
      } else if (Object.keys(fields).some(isDangerous)) {
        refuse(response, 400, 'A field has a name that is not allowed.');
      } else {
        (request as { fields?: unknown }).fields = fields;
        next();
      }
    },
  );
  return router;
}

/** The fields, or what is wrong with them. */
async function fieldsOf(body: unknown, contentType: string): Promise<Record<string, unknown> | string> {
  if (Buffer.isBuffer(body)) {
    let form: FormData;
    try {
      // Not meant for large bodies: this one has been read, within the limit.

      const response = new Response(new Uint8Array(body), { headers: { 'Content-Type': contentType } });
      form = await response.formData(); // eslint-disable-line @typescript-eslint/no-deprecated
    } catch {
      return 'The form could not be read.';
    }
    const fields: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
    for (const [name, value] of form) {
      if (typeof value !== 'string') return 'Files are not accepted here.';
      fields[name] = value;
    }
    return { ...fields };
  }
  if (body === undefined || body === null) return {};
  if (typeof body !== 'object' || Array.isArray(body)) return 'A form is an object of fields.';
  return { ...body };
}

/** Every parameter once, and plain: AdminJS makes objects of names with dots. */
export const plainQuery: RequestHandler = (request, response, next) => {
  for (const [name, value] of Object.entries(request.query)) {
    if (typeof value !== 'string' || isDangerous(name)) {
      refuse(response, 400, 'Each parameter must be given once, under a plain name.');
      return;
    }
  }
  next();
};
